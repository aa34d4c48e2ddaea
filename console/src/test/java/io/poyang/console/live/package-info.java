@NullMarked
package io.poyang.console.live;

import org.jspecify.annotations.NullMarked;
