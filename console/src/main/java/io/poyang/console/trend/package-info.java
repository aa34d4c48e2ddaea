/**
 * Thins a series for a screen without hiding what matters: extremes, gaps and bad quality survive.
 * Start at {@link io.poyang.console.trend.Trend}. Knows nothing of stores, HTTP or JSON.
 */
@NullMarked
package io.poyang.console.trend;

import org.jspecify.annotations.NullMarked;
