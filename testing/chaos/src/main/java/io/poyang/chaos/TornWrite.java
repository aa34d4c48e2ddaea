package io.poyang.chaos;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;

/**
 * Leaves in a write-ahead file what a write that was under way at a power cut leaves there: bytes
 * behind the last whole frame. Nothing that was committed is touched.
 *
 * <p>The layout is SQLite's: a header of 32 bytes, then frames of 24 bytes and a page, each with a
 * checksum that goes on from the one before.
 */
final class TornWrite {
  private static final int HEADER = 32;
  private static final int FRAME_HEADER = 24;
  private static final int MAGIC = 0x377f0682;
  private static final int MOST_GARBAGE = 10_000;

  private TornWrite() {}

  /** Returns where the torn bytes begin. */
  static long leave(Path file, Random chance) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer content = ByteBuffer.allocate((int) channel.size());
      while (content.hasRemaining() && channel.read(content) >= 0) {}
      content.flip();
      long end = endOfWhole(content);
      channel.write(torn(content, chance), end);
      return end;
    }
  }

  /** There is none where the file is new, or where an earlier torn write was its first. */
  private static boolean hasHeader(ByteBuffer content) {
    return content.limit() >= HEADER && (content.getInt(0) & ~1) == MAGIC;
  }

  /** The position behind the last frame whose checksum is right. */
  static long endOfWhole(ByteBuffer content) {
    if (!hasHeader(content)) {
      return 0;
    }
    int frame = FRAME_HEADER + content.getInt(8);
    ByteOrder order = (content.getInt(0) & 1) == 1 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    int[] sum = {0, 0};
    add(sum, content, 0, 24, order);
    int at = HEADER;
    while (at + frame <= content.limit()
        && content.getInt(at + 8) == content.getInt(16)
        && content.getInt(at + 12) == content.getInt(20)) {
      add(sum, content, at, 8, order);
      add(sum, content, at + FRAME_HEADER, frame - FRAME_HEADER, order);
      if (content.getInt(at + 16) != sum[0] || content.getInt(at + 20) != sum[1]) {
        break;
      }
      at += frame;
    }
    return at;
  }

  private static void add(int[] sum, ByteBuffer content, int from, int length, ByteOrder order) {
    ByteBuffer words = content.slice(from, length).order(order);
    while (words.hasRemaining()) {
      sum[0] += words.getInt() + sum[1];
      sum[1] += words.getInt() + sum[0];
    }
  }

  private static ByteBuffer torn(ByteBuffer content, Random chance) {
    boolean headed = hasHeader(content) && chance.nextInt(4) > 0;
    int page = headed ? content.getInt(8) : 0;
    byte[] bytes = new byte[headed ? FRAME_HEADER + page : 1 + chance.nextInt(MOST_GARBAGE)];
    chance.nextBytes(bytes);
    if (!headed) {
      return ByteBuffer.wrap(bytes);
    }
    // A frame that says it ends a commit, with the right salts, but not all of whose bytes came.
    ByteBuffer frame = ByteBuffer.wrap(bytes);
    frame.putInt(0, 1 + chance.nextInt(50));
    frame.putInt(4, 1 + chance.nextInt(50));
    frame.putInt(8, content.getInt(16));
    frame.putInt(12, content.getInt(20));
    return frame.limit(chance.nextBoolean() ? bytes.length : 1 + chance.nextInt(bytes.length));
  }
}
