/**
 * A charging station at a motorway service area: six chargers, the cars that come, the transformer
 * behind them. Start at {@link io.poyang.plants.charging.ChargingSignals}. Knows no instruments'
 * faults and no brokers.
 */
@NullMarked
package io.poyang.plants.charging;

import org.jspecify.annotations.NullMarked;
