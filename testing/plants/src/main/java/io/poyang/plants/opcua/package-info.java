/**
 * A plant's OPC UA server: secure, with units, ranges and an hour of history. Start at {@link
 * io.poyang.plants.opcua.PlantServer}. Knows no process: it shows what it is given.
 */
@NullMarked
package io.poyang.plants.opcua;

import org.jspecify.annotations.NullMarked;
