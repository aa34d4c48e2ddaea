/**
 * The newest reading of every signal, and its way to the pages. Start at {@link
 * io.poyang.console.live.LiveView}. Knows nothing of where readings come from.
 */
@NullMarked
package io.poyang.console.live;

import org.jspecify.annotations.NullMarked;
