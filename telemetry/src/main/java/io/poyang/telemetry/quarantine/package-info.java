/**
 * What was refused, kept with its reason. Start at {@link
 * io.poyang.telemetry.quarantine.Quarantine}. Knows nothing of who decides on a refusal.
 */
@NullMarked
package io.poyang.telemetry.quarantine;

import org.jspecify.annotations.NullMarked;
