@NullMarked
package io.poyang.console.http;

import org.jspecify.annotations.NullMarked;
