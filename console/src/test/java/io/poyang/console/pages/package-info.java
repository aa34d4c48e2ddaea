@NullMarked
package io.poyang.console.pages;

import org.jspecify.annotations.NullMarked;
