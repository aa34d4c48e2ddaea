/**
 * The shelf for dense numbers. Start at {@link io.poyang.telemetry.store.ReadingStore}. Knows
 * nothing of SQL, line protocol or any one database.
 */
@NullMarked
package io.poyang.telemetry.store;

import org.jspecify.annotations.NullMarked;
