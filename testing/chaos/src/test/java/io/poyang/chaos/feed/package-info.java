@NullUnmarked
package io.poyang.chaos.feed;

import org.jspecify.annotations.NullUnmarked;
