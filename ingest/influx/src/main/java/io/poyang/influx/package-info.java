/**
 * Keeps readings in an InfluxDB server, 1.8 or newer. Start at {@link
 * io.poyang.influx.InfluxStore}. Knows nothing of where readings come from.
 */
@NullMarked
package io.poyang.influx;

import org.jspecify.annotations.NullMarked;
