package io.poyang.edge.log;

/**
 * Decides whether a write fits into the log's bounds, and how much must go if it does not. Counts
 * in pages, of which the file is made; does nothing itself.
 */
final class Bounds {
  private static final int PAGE = LogFormat.PAGE_BYTES;
  private static final long LARGEST_WAL = 32 << 20;
  private static final long LARGEST_CHUNK = 16 << 20;

  /** Pages that any write may need beside its batches: of the trees, and for a gap. */
  static final long SLACK = 16;

  private final LogBounds settings;
  private final long walBytes;
  private final long mostPages;
  private final long forGaps;

  Bounds(LogBounds settings) {
    this.settings = settings;
    walBytes = Math.min(settings.maxBytes() / 4, LARGEST_WAL);
    mostPages = (settings.maxBytes() - walBytes) / PAGE;
    forGaps = mostPages / 32;
  }

  /**
   * How the file stands.
   *
   * @param pages in the file, those that are free included
   * @param walBytes what its write-ahead log takes beside it
   * @param volumeFree bytes that its volume has left
   */
  record Usage(long pages, long freePages, long walBytes, long volumeFree) {}

  /** What the write-ahead log may take; part of the log's size. */
  long walBytes() {
    return walBytes;
  }

  /** The pages that batches of these sizes need at most. */
  static long pages(Iterable<StoredBatch> batches) {
    long pages = 0;
    for (StoredBatch batch : batches) {
      pages += batch.payload().length / PAGE + 2;
    }
    return pages == 0 ? 0 : pages + SLACK;
  }

  /**
   * The pages that must become free before so many can be written; 0 where they fit.
   *
   * @param tellsOfLoss what does may use a reserve
   */
  long lacking(Usage usage, long wanted, boolean tellsOfLoss) {
    long limit = tellsOfLoss ? mostPages : mostPages - forGaps;
    long used = usage.pages() - usage.freePages();
    long bySize = used + wanted - limit;
    long growth = Math.max(0, wanted - usage.freePages());
    long room =
        usage.volumeFree()
            - (tellsOfLoss ? settings.keepFreeBytes() / 2 : settings.keepFreeBytes())
            - Math.max(0, walBytes - usage.walBytes());
    long byVolume = growth - Math.max(0, room / PAGE);
    return Math.max(0, Math.max(bySize, byVolume));
  }

  /** A drop takes at least this much at once, so that not every commit tells of another loss. */
  long chunk(long lacking) {
    long least = Math.min(mostPages / 32, LARGEST_CHUNK / PAGE);
    return Math.clamp(lacking, least, 4 * LARGEST_CHUNK / PAGE);
  }

  /** Whether so much of the file is free that it should be given back to the volume. */
  static boolean worthShrinking(Usage usage) {
    return usage.freePages() > 4096 && usage.freePages() > usage.pages() / 2;
  }

  /** Whether shrinking, once begun, has something left to do. */
  static boolean worthGoingOn(Usage usage) {
    return usage.freePages() > 1024 && usage.freePages() > usage.pages() / 4;
  }

  String reached(Usage usage, long wanted) {
    boolean bySize = usage.pages() - usage.freePages() + wanted > mostPages - forGaps;
    return bySize
        ? "it has reached its size of %s; let ingest take the backlog, or raise log.max-size"
            .formatted(amount(settings.maxBytes()))
        : "its volume has %s left and log.keep-free leaves %s to others; free space on it"
            .formatted(amount(usage.volumeFree()), amount(settings.keepFreeBytes()));
  }

  private static String amount(long bytes) {
    return bytes >= 10L << 30
        ? (bytes >> 30) + " GiB"
        : bytes >= 10L << 20 ? (bytes >> 20) + " MiB" : (bytes >> 10) + " KiB";
  }
}
