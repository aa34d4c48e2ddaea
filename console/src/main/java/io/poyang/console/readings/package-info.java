/**
 * Past readings, as JSON for a chart and as CSV for a spreadsheet. Start at {@link
 * io.poyang.console.readings.ReadingsApi}. Knows nothing of which store answers.
 */
@NullMarked
package io.poyang.console.readings;

import org.jspecify.annotations.NullMarked;
