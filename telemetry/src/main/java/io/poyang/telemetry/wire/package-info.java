/**
 * How batches and announcements look between edge and ingest. Start at {@link
 * io.poyang.telemetry.wire.BatchCodec}; the schema is {@code batch.proto} beside it. Knows nothing
 * of MQTT clients or servers.
 */
@NullMarked
package io.poyang.telemetry.wire;

import org.jspecify.annotations.NullMarked;
