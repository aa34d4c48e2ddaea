/**
 * The MQTT endpoint at which edges deliver. Start at {@link io.poyang.ingest.door.Door}. Knows
 * nothing of what is in a payload, nor of where it is kept.
 */
@NullMarked
package io.poyang.ingest.door;

import org.jspecify.annotations.NullMarked;
