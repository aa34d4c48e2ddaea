@NullUnmarked
package io.poyang.plants.instrument;

import org.jspecify.annotations.NullUnmarked;
