/**
 * What a plant measures and how well: the instruments between the process and the wire, with their
 * rates, noise, calibrations and failures. Start at {@link io.poyang.plants.instrument.Gauge}.
 * Knows nothing of any particular process, nor of servers.
 */
@NullMarked
package io.poyang.plants.instrument;

import org.jspecify.annotations.NullMarked;
