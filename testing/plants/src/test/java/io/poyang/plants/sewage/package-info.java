@NullUnmarked
package io.poyang.plants.sewage;

import org.jspecify.annotations.NullUnmarked;
