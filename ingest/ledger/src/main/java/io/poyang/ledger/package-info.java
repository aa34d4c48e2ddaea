/**
 * Keeps the catalogue, the quarantine and continuity in one SQLite file. Start at {@link
 * io.poyang.ledger.LedgerDatabase}. Knows nothing of readings or of who calls.
 */
@NullMarked
package io.poyang.ledger;

import org.jspecify.annotations.NullMarked;
