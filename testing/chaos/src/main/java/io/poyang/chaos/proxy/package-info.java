/**
 * A line that can be cut, held up and slowed. Start at {@link io.poyang.chaos.proxy.Proxy}. Knows
 * nothing of MQTT.
 */
@NullMarked
package io.poyang.chaos.proxy;

import org.jspecify.annotations.NullMarked;
