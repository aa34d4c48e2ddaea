@NullMarked
package io.poyang.console;

import org.jspecify.annotations.NullMarked;
