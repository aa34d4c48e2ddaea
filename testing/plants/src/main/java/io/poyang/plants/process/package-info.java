/**
 * The pieces that process models are made of: lags, controllers, slow wander, the shape of a day.
 * Start at {@link io.poyang.plants.process.ProcessModel}. Knows no wall clock, no instruments, no
 * I/O.
 */
@NullMarked
package io.poyang.plants.process;

import org.jspecify.annotations.NullMarked;
