@NullUnmarked
package io.poyang.plants.charging;

import org.jspecify.annotations.NullUnmarked;
