/**
 * A site that captures CO2 from flue gas, compresses it and puts it into the ground. Start at
 * {@link io.poyang.plants.ccus.CcusSignals}. Knows no instruments' faults and no servers.
 */
@NullMarked
package io.poyang.plants.ccus;

import org.jspecify.annotations.NullMarked;
