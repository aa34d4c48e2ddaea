@NullMarked
package io.poyang.console.readings;

import org.jspecify.annotations.NullMarked;
