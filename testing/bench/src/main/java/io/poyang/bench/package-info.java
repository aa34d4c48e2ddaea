/**
 * How many readings a second the road carries, and at what cost. Start at {@link
 * io.poyang.bench.Bench}. Knows the server only as a process with a door and a store.
 */
@NullMarked
package io.poyang.bench;

import org.jspecify.annotations.NullMarked;
