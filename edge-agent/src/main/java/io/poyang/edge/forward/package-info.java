/**
 * Brings every batch of the log to ingest, the newest first in line. Start at {@link
 * io.poyang.edge.forward.Forwarder}; the choice of what goes next is {@code Lanes}. Knows nothing
 * of sources, SQLite or MQTT.
 */
@NullMarked
package io.poyang.edge.forward;

import org.jspecify.annotations.NullMarked;
