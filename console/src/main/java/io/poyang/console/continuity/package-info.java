/**
 * What of an edge's data is here, missing or declared lost. Start at {@link
 * io.poyang.console.continuity.ContinuityApi}. Knows nothing of how that is decided.
 */
@NullMarked
package io.poyang.console.continuity;

import org.jspecify.annotations.NullMarked;
