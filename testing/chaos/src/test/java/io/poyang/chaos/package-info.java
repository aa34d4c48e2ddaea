@NullUnmarked
package io.poyang.chaos;

import org.jspecify.annotations.NullUnmarked;
