/**
 * The HTTP side of a server: the API and the pages. Start at {@link io.poyang.console.Console}.
 * Knows nothing of how readings arrive or where they are kept.
 */
@NullMarked
package io.poyang.console;

import org.jspecify.annotations.NullMarked;
