@NullMarked
package io.poyang.analytics.freshness;

import org.jspecify.annotations.NullMarked;
