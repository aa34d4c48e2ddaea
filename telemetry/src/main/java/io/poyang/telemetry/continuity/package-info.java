/**
 * Which batches of each edge have been committed. Start at {@link
 * io.poyang.telemetry.continuity.Continuity}. Knows nothing of what was in them.
 */
@NullMarked
package io.poyang.telemetry.continuity;

import org.jspecify.annotations.NullMarked;
