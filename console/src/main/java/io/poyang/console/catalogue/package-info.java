/**
 * What exists: sites with their state, and their signals. Start at {@link
 * io.poyang.console.catalogue.CatalogueApi}. Knows nothing of past readings.
 */
@NullMarked
package io.poyang.console.catalogue;

import org.jspecify.annotations.NullMarked;
