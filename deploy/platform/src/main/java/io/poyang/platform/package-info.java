/**
 * The processes of Poyang: a server, an agent, or everything in one. Start at {@link
 * io.poyang.platform.Poyang}. Knows how the parts are wired and nothing of what they do.
 */
@NullMarked
package io.poyang.platform;

import org.jspecify.annotations.NullMarked;
