@NullUnmarked
package io.poyang.plants;

import org.jspecify.annotations.NullUnmarked;
