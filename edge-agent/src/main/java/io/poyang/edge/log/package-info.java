/**
 * Keeps readings safe on the edge's own disk until ingest has them. Start at {@link
 * io.poyang.edge.log.Log}. Knows nothing of sources, lanes or networks.
 */
@NullMarked
package io.poyang.edge.log;

import org.jspecify.annotations.NullMarked;
