/**
 * The port through which readings enter an agent. Start at {@link io.poyang.edge.source.Source}.
 * Knows nothing of any protocol, nor of what happens to a reading afterwards.
 */
@NullMarked
package io.poyang.edge.source;

import org.jspecify.annotations.NullMarked;
