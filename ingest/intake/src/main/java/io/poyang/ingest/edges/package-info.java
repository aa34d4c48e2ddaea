/**
 * Who may connect and how each of them is doing. Start at {@link
 * io.poyang.ingest.edges.EdgeRegistry}. Knows nothing of connections or of what is in a batch.
 */
@NullMarked
package io.poyang.ingest.edges;

import org.jspecify.annotations.NullMarked;
