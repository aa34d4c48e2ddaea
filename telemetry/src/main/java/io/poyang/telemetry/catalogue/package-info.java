/**
 * What exists: sites and their signals, as edges announce them. Start at {@link
 * io.poyang.telemetry.catalogue.Catalogue}. Knows nothing of values.
 */
@NullMarked
package io.poyang.telemetry.catalogue;

import org.jspecify.annotations.NullMarked;
