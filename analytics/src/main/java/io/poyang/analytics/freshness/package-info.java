/**
 * Tells "unchanged" from "dead": how fresh a signal is, and a site as a whole. Start at {@link
 * io.poyang.analytics.freshness.Freshness}. Knows nothing of clocks, stores or screens: time comes
 * in.
 */
@NullMarked
package io.poyang.analytics.freshness;

import org.jspecify.annotations.NullMarked;
