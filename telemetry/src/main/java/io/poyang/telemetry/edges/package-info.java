/**
 * Which edges there are and how they are doing. Start at {@link io.poyang.telemetry.edges.Edges}.
 * Knows nothing of connections.
 */
@NullMarked
package io.poyang.telemetry.edges;

import org.jspecify.annotations.NullMarked;
