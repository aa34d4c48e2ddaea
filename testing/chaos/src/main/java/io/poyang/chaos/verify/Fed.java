package io.poyang.chaos.verify;

import io.poyang.chaos.feed.Numbers;
import io.poyang.chaos.feed.Sequence;

/**
 * What one agent was fed.
 *
 * @param safe what its log has committed
 */
public record Fed(Sequence sequence, Numbers safe) {}
