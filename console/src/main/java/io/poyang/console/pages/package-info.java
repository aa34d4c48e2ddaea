/**
 * The operators' and inspectors' pages as files. Start at {@link io.poyang.console.pages.Pages}.
 * Knows nothing of what they show.
 */
@NullMarked
package io.poyang.console.pages;

import org.jspecify.annotations.NullMarked;
