package io.poyang.edge.log;

import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Opening;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rows of a damaged log, page by page: a row is lost only with the pages that it lies on,
 * not with those that lead to it. What it finds is not proven; a payload's checksum is.
 */
final class RawRows {
  private static final int PAGE = LogFormat.PAGE_BYTES;
  private static final int TABLE_LEAF = 13;
  private static final int MOST_LOCAL = PAGE - 35;
  private static final int LEAST_LOCAL = (PAGE - 12) * 32 / 255 - 23;
  private static final int MOST_PAYLOAD = 64 << 20;

  private static final int LIFE_COLUMNS = 5;
  private static final int OPENING_COLUMNS = 5;
  private static final int BATCH_COLUMNS = 9;

  /** Hears of every row. */
  interface Visitor {
    void life(LogFile.Life life);

    /** An opening; a higher number came later. */
    void opening(long number, LogFile.Begun begun);

    /**
     * A batch's row.
     *
     * @param payload null where not all of it could be read
     */
    void batch(LogFile.Held row, int checksum, byte @Nullable [] payload) throws SQLException;
  }

  private final RawPages pages;

  RawRows(RawPages pages) {
    this.pages = pages;
  }

  void visit(Visitor visitor) throws SQLException {
    Set<Long> free = pages.free();
    for (long number = 1; number <= pages.count(); number++) {
      ByteBuffer page = free.contains(number) ? null : pages.page(number);
      int header = number == 1 ? 100 : 0;
      if (page == null || page.get(header) != TABLE_LEAF) {
        continue;
      }
      int cells = Short.toUnsignedInt(page.getShort(header + 3));
      for (int i = 0; i < cells && header + 10 + 2 * i <= PAGE; i++) {
        visit(page, Short.toUnsignedInt(page.getShort(header + 8 + 2 * i)), visitor);
      }
    }
  }

  private void visit(ByteBuffer page, int at, Visitor visitor) throws SQLException {
    Record row;
    try {
      row = record(page, at);
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      return; // It was no row.
    }
    if (row != null) {
      row.tell(visitor);
    }
  }

  private @Nullable Record record(ByteBuffer page, int at) {
    Cursor cursor = new Cursor(page, at);
    long length = cursor.varint();
    long rowid = cursor.varint();
    if (length < 2 || length > MOST_PAYLOAD) {
      return null;
    }
    int start = cursor.at;
    int local = (int) length;
    if (length > MOST_LOCAL) {
      int part = (int) (LEAST_LOCAL + (length - LEAST_LOCAL) % (PAGE - 4));
      local = part <= MOST_LOCAL ? part : LEAST_LOCAL;
    }
    long header = cursor.varint();
    long[] types = new long[BATCH_COLUMNS];
    int columns = 0;
    while (cursor.at < start + header) {
      if (columns == types.length) {
        return null;
      }
      types[columns++] = cursor.varint();
    }
    return new Record(page, rowid, start, (int) length, local, cursor.at, types, columns);
  }

  private final class Record {
    private final ByteBuffer page;
    private final long rowid;
    private final int start;
    private final int length;
    private final int local;
    private final long[] types;
    private final int columns;
    private int at;

    Record(
        ByteBuffer page,
        long rowid,
        int start,
        int length,
        int local,
        int at,
        long[] types,
        int columns) {
      this.page = page;
      this.rowid = rowid;
      this.start = start;
      this.length = length;
      this.local = local;
      this.at = at;
      this.types = types;
      this.columns = columns;
    }

    void tell(Visitor visitor) throws SQLException {
      boolean numbered = types[0] == 0;
      LogFile.@Nullable Life life = null;
      LogFile.@Nullable Begun begun = null;
      LogFile.@Nullable Held held = null;
      int checksum = 0;
      byte[] payload = null;
      try {
        if (columns == LIFE_COLUMNS && isText(types[0]) && areNumbers(1, columns)) {
          life = new LogFile.Life(new EdgeId(text()), number(1), number(2), number(3), number(4));
        } else if (columns == OPENING_COLUMNS && numbered && areNumbers(1, columns)) {
          begun = new LogFile.Begun(number(1), new Opening(number(2), number(3)), number(4));
        } else if (columns == BATCH_COLUMNS && numbered && areNumbers(1, 8) && isBlob(types[8])) {
          held =
              new LogFile.Held(
                  number(1),
                  rowid,
                  (int) number(2),
                  (int) number(3),
                  number(4),
                  number(5),
                  number(6));
          checksum = (int) number(7);
          payload = blob((int) (types[8] - 12) / 2);
        }
      } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
        return;
      }
      if (life != null) {
        visitor.life(life);
      } else if (begun != null) {
        visitor.opening(rowid, begun);
      } else if (held != null && rowid > 0 && held.readings() >= 0 && held.gaps() >= 0) {
        visitor.batch(held, checksum, payload);
      }
    }

    private boolean areNumbers(int from, int to) {
      for (int i = from; i < to; i++) {
        if (types[i] < 1 || types[i] > 9 || types[i] == 7) {
          return false;
        }
      }
      return true;
    }

    private static boolean isText(long type) {
      return type >= 13 && (type & 1) == 1;
    }

    private static boolean isBlob(long type) {
      return type >= 12 && (type & 1) == 0;
    }

    /** Columns are asked for in order. */
    private long number(int column) {
      int bytes =
          switch ((int) types[column]) {
            case 8, 9 -> 0;
            case 5 -> 6;
            case 6 -> 8;
            default -> (int) types[column];
          };
      if (bytes == 0) {
        return types[column] - 8;
      }
      long value = page.get(at);
      for (int i = 1; i < bytes; i++) {
        value = value << 8 | page.get(at + i) & 0xff;
      }
      at += bytes;
      return value;
    }

    private String text() {
      byte[] bytes = new byte[(int) (types[0] - 13) / 2];
      page.get(at, bytes);
      at += bytes.length;
      return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The last column, which ends the record; null where an overflow page is missing. */
    private byte @Nullable [] blob(int size) {
      if (at - start + size != length) {
        return null;
      }
      byte[] bytes = new byte[size];
      int filled = start + local - at;
      page.get(at, bytes, 0, filled);
      long next = local == length ? 0 : Integer.toUnsignedLong(page.getInt(start + local));
      while (filled < size) {
        ByteBuffer more = pages.page(next);
        if (more == null) {
          return null;
        }
        int part = Math.min(PAGE - 4, size - filled);
        more.get(4, bytes, filled, part);
        filled += part;
        next = Integer.toUnsignedLong(more.getInt(0));
      }
      return bytes;
    }
  }

  /** Reads SQLite's numbers of variable length. */
  private static final class Cursor {
    private final ByteBuffer page;
    private int at;

    Cursor(ByteBuffer page, int at) {
      this.page = page;
      this.at = at;
    }

    long varint() {
      long value = 0;
      for (int i = 0; i < 8; i++) {
        byte next = page.get(at++);
        value = value << 7 | next & 0x7f;
        if (next >= 0) {
          return value;
        }
      }
      return value << 8 | page.get(at++) & 0xff;
    }
  }
}
