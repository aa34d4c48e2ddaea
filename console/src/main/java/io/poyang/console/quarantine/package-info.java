/**
 * What was refused: shown to everybody, replayed or discarded for who has the token. Start at
 * {@link io.poyang.console.quarantine.QuarantineApi}. Knows nothing of how a refusal is judged
 * again.
 */
@NullMarked
package io.poyang.console.quarantine;

import org.jspecify.annotations.NullMarked;
