@NullMarked
package io.poyang.console.quarantine;

import org.jspecify.annotations.NullMarked;
