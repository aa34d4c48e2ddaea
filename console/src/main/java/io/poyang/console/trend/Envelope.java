package io.poyang.console.trend;

import java.util.Arrays;

/**
 * The lowest and highest value of each bucket of a period, at their own times, with the bucket's
 * worst quality. Buckets start at multiples of their length, so that a moving window keeps its
 * points. Fixed memory; readings may come in any order.
 */
final class Envelope {
  private static final long NONE = Long.MIN_VALUE;

  private final long fromMillis;
  private final long toMillis;
  private long bucketMillis;
  private long firstBucket;
  private int buckets;

  private final long[] first;
  private final long[] last;
  private final long[] lowAt;
  private final long[] highAt;
  private final double[] low;
  private final double[] high;
  private final byte[] worst;

  /**
   * @param mostBuckets at least 2
   */
  Envelope(long fromMillis, long toMillis, int mostBuckets) {
    this.fromMillis = fromMillis;
    this.toMillis = toMillis;
    // One bucket is spared, since a period seldom starts where a bucket does.
    layOut(Math.max(1, Math.ceilDiv(toMillis - fromMillis, mostBuckets - 1L)));
    this.first = new long[buckets];
    this.last = new long[buckets];
    this.lowAt = new long[buckets];
    this.highAt = new long[buckets];
    this.low = new double[buckets];
    this.high = new double[buckets];
    this.worst = new byte[buckets];
    Arrays.fill(first, NONE);
  }

  private void layOut(long length) {
    bucketMillis = length;
    firstBucket = Math.floorDiv(fromMillis, length);
    buckets = (int) (Math.floorDiv(toMillis - 1, length) - firstBucket + 1);
  }

  long bucketMillis() {
    return bucketMillis;
  }

  void add(long at, double value, byte quality) {
    int b = (int) (Math.floorDiv(at, bucketMillis) - firstBucket);
    if (first[b] == NONE) {
      first[b] = at;
      last[b] = at;
      low[b] = Double.NaN;
      high[b] = Double.NaN;
      worst[b] = quality;
    }
    first[b] = Math.min(first[b], at);
    last[b] = Math.max(last[b], at);
    worst[b] = (byte) Math.max(worst[b], quality);
    if (Double.isFinite(value)) {
      addLow(b, at, value);
      addHigh(b, at, value);
    }
  }

  private void addLow(int b, long at, double value) {
    if (!(low[b] <= value)) {
      low[b] = value;
      lowAt[b] = at;
    }
  }

  private void addHigh(int b, long at, double value) {
    if (!(high[b] >= value)) {
      high[b] = value;
      highAt[b] = at;
    }
  }

  /**
   * The points, at most {@code most} of them. Gaps take points too: where they are many, neighbours
   * are merged until all fits.
   */
  Columns points(int most, long maxSilenceMillis) {
    Columns points = points(maxSilenceMillis);
    while (points.size() > most) {
      mergeNeighbours();
      points = points(maxSilenceMillis);
    }
    return points;
  }

  private Columns points(long maxSilenceMillis) {
    Columns points = new Columns();
    long gapAfter = Math.max(Trend.gapMillis(maxSilenceMillis), bucketMillis);
    long previous = NONE;
    for (int b = 0; b < buckets; b++) {
      if (first[b] == NONE) {
        continue;
      }
      if (previous != NONE && first[b] - previous > gapAfter) {
        points.addGap(previous + gapAfter);
      }
      addBucket(points, b);
      previous = last[b];
    }
    return points;
  }

  private void addBucket(Columns points, int b) {
    if (Double.isNaN(low[b])) {
      points.add(first[b], Double.NaN, worst[b]);
    } else if (lowAt[b] == highAt[b]) {
      points.add(lowAt[b], low[b], worst[b]);
    } else if (lowAt[b] < highAt[b]) {
      points.add(lowAt[b], low[b], worst[b]);
      points.add(highAt[b], high[b], worst[b]);
    } else {
      points.add(highAt[b], high[b], worst[b]);
      points.add(lowAt[b], low[b], worst[b]);
    }
  }

  private void mergeNeighbours() {
    int oldBuckets = buckets;
    long oldFirst = firstBucket;
    layOut(bucketMillis * 2);
    for (int old = 0; old < oldBuckets; old++) {
      int to = (int) (Math.floorDiv(oldFirst + old, 2L) - firstBucket);
      boolean opens = old == 0 || Math.floorMod(oldFirst + old, 2L) == 0;
      if (opens) {
        copy(old, to);
      } else if (first[old] != NONE) {
        merge(old, to);
      }
    }
  }

  private void copy(int from, int to) {
    first[to] = first[from];
    last[to] = last[from];
    lowAt[to] = lowAt[from];
    highAt[to] = highAt[from];
    low[to] = low[from];
    high[to] = high[from];
    worst[to] = worst[from];
  }

  private void merge(int from, int to) {
    if (first[to] == NONE) {
      copy(from, to);
      return;
    }
    last[to] = last[from];
    worst[to] = (byte) Math.max(worst[to], worst[from]);
    if (!Double.isNaN(low[from])) {
      addLow(to, lowAt[from], low[from]);
      addHigh(to, highAt[from], high[from]);
    }
  }
}
