/**
 * Tells ingest what this edge reads and how it is doing. Start at {@link
 * io.poyang.edge.announce.Announcer}. Knows nothing of readings.
 */
@NullMarked
package io.poyang.edge.announce;

import org.jspecify.annotations.NullMarked;
