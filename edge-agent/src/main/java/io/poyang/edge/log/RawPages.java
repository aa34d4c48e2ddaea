package io.poyang.edge.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The pages of a SQLite file as they lie on the disk, those of its write-ahead log over them,
 * without SQLite, which gives up where a tree is broken. Only reads. See
 * sqlite.org/fileformat2.html.
 */
final class RawPages implements AutoCloseable {
  private static final int PAGE = LogFormat.PAGE_BYTES;
  private static final int WAL_HEADER = 32;
  private static final int FRAME_HEADER = 24;
  private static final long MAGIC = 0x53514c6974652066L; // "SQLite f"

  private final FileChannel main;
  private final @Nullable FileChannel wal;
  private final Map<Long, Long> inWal;
  private final long count;

  private RawPages(FileChannel main, @Nullable FileChannel wal) throws IOException {
    this.main = main;
    this.wal = wal;
    this.inWal = wal == null ? Map.of() : committed(wal);
    long inFile = Math.ceilDiv(main.size(), PAGE);
    count = inWal.keySet().stream().mapToLong(Long::longValue).reduce(inFile, Math::max);
  }

  static RawPages open(Path file) throws IOException {
    Path beside = file.resolveSibling(file.getFileName() + "-wal");
    FileChannel main = FileChannel.open(file, StandardOpenOption.READ);
    FileChannel wal =
        Files.exists(beside) ? FileChannel.open(beside, StandardOpenOption.READ) : null;
    return new RawPages(main, wal);
  }

  /** Where the committed pages of the write-ahead log are, up to its first flaw. */
  private static Map<Long, Long> committed(FileChannel wal) throws IOException {
    Map<Long, Long> pages = new HashMap<>();
    ByteBuffer header = read(wal, 0, WAL_HEADER);
    if (header.remaining() < WAL_HEADER || header.getInt(8) != PAGE) {
      return pages;
    }
    ByteOrder order = (header.getInt(0) & 1) == 1 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    long salts = header.getLong(16);
    Checksum checksum = new Checksum(order);
    checksum.add(header.slice(0, 24));
    Map<Long, Long> pending = new HashMap<>();
    for (long at = WAL_HEADER; ; at += FRAME_HEADER + PAGE) {
      ByteBuffer frame = read(wal, at, FRAME_HEADER + PAGE);
      if (frame.remaining() < FRAME_HEADER + PAGE || frame.getLong(8) != salts) {
        return pages;
      }
      checksum.add(frame.slice(0, 8));
      checksum.add(frame.slice(FRAME_HEADER, PAGE));
      if (frame.getInt(16) != checksum.first || frame.getInt(20) != checksum.second) {
        return pages;
      }
      pending.put(Integer.toUnsignedLong(frame.getInt(0)), at + FRAME_HEADER);
      if (frame.getInt(4) != 0) {
        pages.putAll(pending);
        pending.clear();
      }
    }
  }

  private static final class Checksum {
    private final ByteOrder order;
    private int first;
    private int second;

    Checksum(ByteOrder order) {
      this.order = order;
    }

    void add(ByteBuffer bytes) {
      ByteBuffer words = bytes.order(order);
      while (words.hasRemaining()) {
        first += words.getInt() + second;
        second += words.getInt() + first;
      }
    }
  }

  private static ByteBuffer read(FileChannel channel, long at, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining() && channel.read(bytes, at + bytes.position()) > 0) {}
    return bytes.flip();
  }

  /** The highest number of a page. */
  long count() {
    return count;
  }

  /** A page by its number, from 1 on; null where the disk does not give all of it. */
  @Nullable ByteBuffer page(long number) {
    if (number < 1 || number > count) {
      return null;
    }
    try {
      Long at = inWal.get(number);
      ByteBuffer page =
          at != null && wal != null ? read(wal, at, PAGE) : read(main, (number - 1) * PAGE, PAGE);
      return page.remaining() == PAGE ? page : null;
    } catch (IOException e) {
      return null; // A sector that cannot be read costs its page only.
    }
  }

  /** Pages that hold nothing any more but what was deleted; none where that cannot be known. */
  Set<Long> free() {
    Set<Long> free = new HashSet<>();
    ByteBuffer first = page(1);
    if (first == null || first.getLong(0) != MAGIC) {
      return free;
    }
    long trunk = Integer.toUnsignedLong(first.getInt(32));
    while (trunk != 0 && free.add(trunk)) {
      ByteBuffer page = page(trunk);
      if (page == null) {
        return free;
      }
      int leaves = Math.clamp(Integer.toUnsignedLong(page.getInt(4)), 0, PAGE / 4 - 2);
      for (int i = 0; i < leaves; i++) {
        free.add(Integer.toUnsignedLong(page.getInt(8 + 4 * i)));
      }
      trunk = Integer.toUnsignedLong(page.getInt(0));
    }
    return free;
  }

  @Override
  public void close() throws IOException {
    try {
      main.close();
    } finally {
      if (wal != null) {
        wal.close();
      }
    }
  }
}
