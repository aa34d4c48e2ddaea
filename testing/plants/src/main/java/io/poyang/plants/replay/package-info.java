/**
 * Plays a data file as if its columns were sensors. Start at {@link
 * io.poyang.plants.replay.Replay}. Knows nothing of servers: it says which readings are due.
 */
@NullMarked
package io.poyang.plants.replay;

import org.jspecify.annotations.NullMarked;
