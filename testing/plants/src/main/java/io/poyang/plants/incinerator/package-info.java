/**
 * A waste incinerator with two furnaces: grate, boiler, flue gas cleaning, turbine, stack. Start at
 * {@link io.poyang.plants.incinerator.IncineratorSignals}. Knows no instruments' faults and no
 * servers.
 */
@NullMarked
package io.poyang.plants.incinerator;

import org.jspecify.annotations.NullMarked;
