@NullMarked
package io.poyang.console.trend;

import org.jspecify.annotations.NullMarked;
