/**
 * Breaks a running road in every way it can and counts afterwards what became of each reading.
 * Start at {@link io.poyang.chaos.Chaos}; what may happen is {@code Kind}, when is {@code Plan}.
 * Knows the server only as a process with a door and a store.
 */
@NullMarked
package io.poyang.chaos;

import org.jspecify.annotations.NullMarked;
