/**
 * How the road is doing: its edges. Start at {@link io.poyang.console.road.RoadApi}. Knows nothing
 * of values.
 */
@NullMarked
package io.poyang.console.road;

import org.jspecify.annotations.NullMarked;
