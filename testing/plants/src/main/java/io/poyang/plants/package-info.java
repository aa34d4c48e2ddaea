/**
 * Simulated sites: real OPC UA servers and real MQTT sensors whose values follow a process. Start
 * at {@link io.poyang.plants.Plants}. Knows nothing of agents, except how their configuration is
 * written.
 */
@NullMarked
package io.poyang.plants;

import org.jspecify.annotations.NullMarked;
