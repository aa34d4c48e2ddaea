@NullUnmarked
package io.poyang.chaos.proxy;

import org.jspecify.annotations.NullUnmarked;
