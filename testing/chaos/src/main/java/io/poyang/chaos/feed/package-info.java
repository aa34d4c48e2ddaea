/**
 * Readings that are known by their numbers, and the agent process that is fed with them. Start at
 * {@link io.poyang.chaos.feed.ChaosAgent}. Knows nothing of faults.
 */
@NullMarked
package io.poyang.chaos.feed;

import org.jspecify.annotations.NullMarked;
