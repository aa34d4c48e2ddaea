/**
 * Carries encoded batches from an edge to ingest and brings back the receipts. Start at {@link
 * io.poyang.edge.uplink.Uplink}. Knows nothing of what is in a batch, nor of the log.
 */
@NullMarked
package io.poyang.edge.uplink;

import org.jspecify.annotations.NullMarked;
