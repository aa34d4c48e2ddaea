/**
 * A site's own broker and the sensors that publish to it. Start at {@link
 * io.poyang.plants.mqtt.SensorNet}. Knows no process: it publishes what it is given.
 */
@NullMarked
package io.poyang.plants.mqtt;

import org.jspecify.annotations.NullMarked;
