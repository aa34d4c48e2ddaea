/**
 * Strict YAML into records: unknown keys are refused, every failure is named at once, durations and
 * sizes carry units, secrets print as {@code ***}. Start at {@link
 * io.poyang.telemetry.config.Config}. Opens nothing but the file it reads.
 */
@NullMarked
package io.poyang.telemetry.config;

import org.jspecify.annotations.NullMarked;
