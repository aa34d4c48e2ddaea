@NullMarked
package io.poyang.console.continuity;

import org.jspecify.annotations.NullMarked;
