/**
 * Whether this process does its work, for whoever watches it. Start at {@link
 * io.poyang.console.health.HealthApi}. Knows nothing of what is checked.
 */
@NullMarked
package io.poyang.console.health;

import org.jspecify.annotations.NullMarked;
