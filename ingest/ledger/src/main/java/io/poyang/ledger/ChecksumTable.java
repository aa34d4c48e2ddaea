package io.poyang.ledger;

import io.poyang.telemetry.BatchId;
import io.poyang.telemetry.continuity.Continuity.Receipt;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalInt;

/** The checksums of batches in a row, four bytes each, high byte first. */
final class ChecksumTable {
  private ChecksumTable() {}

  static byte[] bytes(List<Receipt> inARow) {
    ByteBuffer bytes = ByteBuffer.allocate(inARow.size() * Integer.BYTES);
    inARow.forEach(receipt -> bytes.putInt(receipt.checksum()));
    return bytes.array();
  }

  static OptionalInt read(Connection connection, BatchId batch) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            """
            SELECT first_sequence, last_sequence, checksums FROM checksum
            WHERE edge = ? AND epoch = ? AND first_sequence <= ?
            ORDER BY first_sequence DESC LIMIT 1""")) {
      query.setString(1, batch.edge().value());
      query.setLong(2, batch.epoch());
      query.setLong(3, batch.sequence());
      try (ResultSet row = query.executeQuery()) {
        if (!row.next() || row.getLong(2) < batch.sequence()) {
          return OptionalInt.empty();
        }
        int index = Math.toIntExact(batch.sequence() - row.getLong(1));
        return OptionalInt.of(ByteBuffer.wrap(row.getBytes(3)).getInt(index * Integer.BYTES));
      }
    }
  }
}
