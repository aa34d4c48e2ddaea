/**
 * Reads sensors that publish to a site's MQTT broker. Start at {@link
 * io.poyang.edge.mqtt.MqttSource}; what may be configured is in {@link
 * io.poyang.edge.mqtt.MqttConfig}. Knows nothing of the log behind the sink, nor of the uplink,
 * which speaks MQTT for reasons of its own.
 */
@NullMarked
package io.poyang.edge.mqtt;

import org.jspecify.annotations.NullMarked;
