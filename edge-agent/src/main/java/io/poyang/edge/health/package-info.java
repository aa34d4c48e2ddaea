/**
 * Answers whoever watches an agent: is it alive, is it ready, what are its figures. Start at {@link
 * io.poyang.edge.health.HealthServer}. Knows nothing of what is watched.
 */
@NullMarked
package io.poyang.edge.health;

import org.jspecify.annotations.NullMarked;
