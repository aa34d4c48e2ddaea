package io.poyang.telemetry.wire;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads the packed columns of one message straight into arrays of their exact length, which is
 * known from the bytes at hand and from nothing that a sender claims.
 */
final class Columns {
  static final int[] NO_INTS = new int[0];
  static final long[] NO_LONGS = new long[0];
  static final double[] NO_DOUBLES = new double[0];

  private final CodedInputStream in;
  private final byte[] bytes;

  /**
   * @param in reads {@code bytes} from their beginning
   */
  Columns(CodedInputStream in, byte[] bytes) {
    this.in = in;
    this.bytes = bytes;
  }

  /**
   * @param known what was read of this column before, which must be nothing
   */
  int[] varints(int field, int[] known) throws IOException {
    int length = begin(field, known.length);
    int limit = in.pushLimit(length);
    int[] items = new int[varintsIn(length)];
    for (int i = 0; i < items.length; i++) {
      items[i] = in.readUInt32();
    }
    end(field, limit);
    return items;
  }

  long[] zigzags(int field, long[] known) throws IOException {
    int length = begin(field, known.length);
    int limit = in.pushLimit(length);
    long[] items = new long[varintsIn(length)];
    for (int i = 0; i < items.length; i++) {
      items[i] = in.readSInt64();
    }
    end(field, limit);
    return items;
  }

  int[] fixed(int field, int[] known) throws IOException {
    int[] items = new int[wholeItems(field, begin(field, known.length), Integer.BYTES)];
    raw(items.length * Integer.BYTES).asIntBuffer().get(items);
    return items;
  }

  double[] doubles(int field, double[] known) throws IOException {
    double[] items = new double[wholeItems(field, begin(field, known.length), Double.BYTES)];
    raw(items.length * Double.BYTES).asDoubleBuffer().get(items);
    return items;
  }

  /**
   * The length of a column in bytes, all of which are there.
   *
   * <p>A column in thousands of pieces would cost a copy each: a megabyte could hold up an event
   * loop for minutes. No Protocol Buffers writer splits a packed field.
   */
  private int begin(int field, int known) throws IOException {
    int length = in.readRawVarint32();
    if (length < 0 || length > in.getBytesUntilLimit()) {
      throw new WireException("batch column " + field + " is longer than the batch");
    }
    if (known > 0) {
      throw new WireException("batch column " + field + " comes in more than one piece");
    }
    return length;
  }

  private void end(int field, int limit) throws IOException {
    if (!in.isAtEnd()) {
      throw new WireException("batch column " + field + " ends in the middle of a number");
    }
    in.popLimit(limit);
  }

  /** Every varint has one byte, its last, without the highest bit. */
  private int varintsIn(int length) {
    int from = in.getTotalBytesRead();
    int count = 0;
    for (int i = from; i < from + length; i++) {
      count += ~bytes[i] >>> 7 & 1;
    }
    return count;
  }

  private static int wholeItems(int field, int length, int size) {
    if (length % size != 0) {
      throw new WireException(
          "batch column " + field + " has " + length + " bytes, not a multiple of " + size);
    }
    return length / size;
  }

  private ByteBuffer raw(int length) throws IOException {
    int from = in.getTotalBytesRead();
    in.skipRawBytes(length);
    return ByteBuffer.wrap(bytes, from, length).order(ByteOrder.LITTLE_ENDIAN);
  }
}
