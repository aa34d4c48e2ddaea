@NullUnmarked
package io.poyang.chaos.verify;

import org.jspecify.annotations.NullUnmarked;
