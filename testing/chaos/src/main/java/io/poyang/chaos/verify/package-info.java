/**
 * Holds what the store has against what was fed. Start at {@link io.poyang.chaos.verify.Verifier}.
 * Knows nothing of processes.
 */
@NullMarked
package io.poyang.chaos.verify;

import org.jspecify.annotations.NullMarked;
