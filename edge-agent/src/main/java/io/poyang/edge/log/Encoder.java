package io.poyang.edge.log;

import io.poyang.telemetry.Batch;
import io.poyang.telemetry.BatchId;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Gap;
import io.poyang.telemetry.Opening;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.wire.BatchCodec;
import java.util.ArrayList;
import java.util.List;

/** Cuts readings into numbered batches and writes their bytes. Belongs to the log's writer. */
final class Encoder {
  /** Ingest takes messages of 1 MiB unless told otherwise; a batch stays well below. */
  private static final int MOST_BYTES = 512 << 10;

  /** What one reading can take without its point's name: site, time, value, status, flag. */
  private static final int MOST_BYTES_OF_READING = 100;

  /** Ingest takes a thousand in one batch. */
  private static final int MOST_GAPS = 500;

  private final EdgeId edge;
  private final long epoch;
  private final Opening opening;
  private final int batchSize;
  private final BatchCodec codec = new BatchCodec(Integer.MAX_VALUE);
  private final Batch.Builder builder = Batch.builder();
  private final List<Gap> gaps = new ArrayList<>();
  private long first;
  private long last;
  private int bytes;

  Encoder(EdgeId edge, long epoch, Opening opening, int batchSize) {
    this.edge = edge;
    this.epoch = epoch;
    this.opening = opening;
    this.batchSize = batchSize;
  }

  /** Every reading in order, in batches numbered from {@code sequence} on. */
  List<StoredBatch> readings(List<AppendQueue.Append> appends, long sequence) {
    List<StoredBatch> batches = new ArrayList<>();
    forget();
    for (AppendQueue.Append append : appends) {
      for (Reading reading : append.readings()) {
        add(reading);
        if (builder.size() == batchSize || bytes >= MOST_BYTES) {
          batches.add(cut(sequence + batches.size()));
        }
      }
    }
    if (builder.size() > 0) {
      batches.add(cut(sequence + batches.size()));
    }
    return batches;
  }

  /**
   * Every gap in order, in batches of their own: what tells of a loss must not be dropped itself,
   * and readings that shared its batch could not be dropped either.
   */
  List<StoredBatch> gaps(List<Gap> all, long sequence) {
    List<StoredBatch> batches = new ArrayList<>();
    forget();
    for (Gap gap : all) {
      gaps.add(gap);
      first = Math.min(first, gap.from().toEpochMilli());
      last = Math.max(last, gap.to().toEpochMilli());
      bytes +=
          (MOST_BYTES_OF_READING << 1) * (1 + gap.signals().size()) + 3 * gap.detail().length();
      if (gaps.size() == MOST_GAPS || bytes >= MOST_BYTES) {
        batches.add(cut(sequence + batches.size()));
      }
    }
    if (!gaps.isEmpty()) {
      batches.add(cut(sequence + batches.size()));
    }
    return batches;
  }

  private void add(Reading reading) {
    long at = reading.at().toEpochMilli();
    first = Math.min(first, at);
    last = Math.max(last, at);
    bytes += MOST_BYTES_OF_READING + reading.signal().point().length();
    builder.add(reading);
  }

  private StoredBatch cut(long sequence) {
    Batch batch =
        builder.build(new Batch.Header(new BatchId(edge, epoch, sequence), opening, gaps, 0));
    StoredBatch stored =
        new StoredBatch(
            epoch, sequence, batch.size(), gaps.size(), first, last, codec.encode(batch));
    forget();
    return stored;
  }

  /** Starts afresh, whatever a failure has left behind. */
  private void forget() {
    first = Long.MAX_VALUE;
    last = Long.MIN_VALUE;
    bytes = 0;
    gaps.clear();
    if (builder.size() > 0) {
      builder.build(new BatchId(edge, epoch, 1));
    }
  }
}
