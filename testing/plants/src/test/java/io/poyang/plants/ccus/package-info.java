@NullUnmarked
package io.poyang.plants.ccus;

import org.jspecify.annotations.NullUnmarked;
