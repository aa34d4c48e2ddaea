/**
 * Takes what edges deliver, decides what of it is admitted and writes it down before anyone is
 * acknowledged. Start at {@link io.poyang.ingest.intake.Intake}. Knows nothing of MQTT or of any
 * database.
 */
@NullMarked
package io.poyang.ingest.intake;

import org.jspecify.annotations.NullMarked;
