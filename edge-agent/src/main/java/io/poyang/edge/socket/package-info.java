/**
 * Makes the sockets under an MQTT client, plain or with TLS. Start at {@link
 * io.poyang.edge.socket.Sockets}. Knows nothing of MQTT, nor of who connects to whom.
 */
@NullMarked
package io.poyang.edge.socket;

import org.jspecify.annotations.NullMarked;
