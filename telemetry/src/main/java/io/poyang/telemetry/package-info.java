/**
 * The words every part of Poyang shares: Site, Signal, Reading, Quality, Batch. Start at {@link
 * io.poyang.telemetry.Reading}. Knows nothing of protocols, databases or screens.
 */
@NullMarked
package io.poyang.telemetry;

import org.jspecify.annotations.NullMarked;
