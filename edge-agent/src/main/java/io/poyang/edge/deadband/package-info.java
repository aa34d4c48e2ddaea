/**
 * Holds back what has not changed enough to matter. Start at {@link
 * io.poyang.edge.deadband.Deadband}. Knows nothing of where readings come from or go to.
 */
@NullMarked
package io.poyang.edge.deadband;

import org.jspecify.annotations.NullMarked;
