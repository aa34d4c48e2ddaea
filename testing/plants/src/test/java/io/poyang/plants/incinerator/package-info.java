@NullUnmarked
package io.poyang.plants.incinerator;

import org.jspecify.annotations.NullUnmarked;
