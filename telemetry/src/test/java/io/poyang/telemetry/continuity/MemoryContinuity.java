package io.poyang.telemetry.continuity;

import io.poyang.telemetry.BatchId;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Gap;
import io.poyang.telemetry.Opening;
import io.poyang.telemetry.Period;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Continuity without a disk, for tests of what stands before or behind it. */
public final class MemoryContinuity implements Continuity {
  private static final Duration HOUR = Duration.ofHours(1);

  private final Map<Life, Known> lives = new LinkedHashMap<>();

  private record Life(EdgeId edge, long epoch) {}

  private static final class Known {
    private final Opening opening;
    private final Instant first;
    private Instant last;
    private final TreeMap<Long, Receipt> receipts = new TreeMap<>();

    Known(Opening opening, Instant at) {
      this.opening = opening;
      first = at;
      last = at;
    }
  }

  @Override
  public synchronized void committed(Collection<Receipt> batches, Instant at) {
    for (Receipt batch : batches) {
      Known known =
          lives.computeIfAbsent(
              new Life(batch.id().edge(), batch.id().epoch()),
              unused -> new Known(batch.opening(), at));
      if (known.receipts.putIfAbsent(batch.id().sequence(), batch) == null) {
        known.last = at;
      }
    }
  }

  @Override
  public synchronized List<Epoch> epochs(EdgeId edge) {
    List<Epoch> epochs = new ArrayList<>();
    lives.forEach(
        (life, known) -> {
          if (life.edge().equals(edge)) {
            Sequences sequences = new Sequences();
            known.receipts.keySet().forEach(sequences::add);
            epochs.add(
                new Epoch(
                    edge,
                    life.epoch(),
                    known.opening,
                    known.first,
                    known.last,
                    sequences.ranges()));
          }
        });
    return epochs;
  }

  @Override
  public synchronized OptionalInt checksum(BatchId batch) {
    Known known = lives.get(new Life(batch.edge(), batch.epoch()));
    Receipt receipt = known == null ? null : known.receipts.get(batch.sequence());
    return receipt == null ? OptionalInt.empty() : OptionalInt.of(receipt.checksum());
  }

  @Override
  public synchronized List<Gap> gaps(EdgeId edge, Period period) {
    return receipts(edge).stream()
        .flatMap(receipt -> receipt.gaps().stream())
        .filter(gap -> gap.from().isBefore(period.to()) && !gap.to().isBefore(period.from()))
        .sorted(Comparator.comparing(Gap::from))
        .toList();
  }

  @Override
  public synchronized List<Hour> hours(EdgeId edge, Period period) {
    TreeMap<Long, Map<Long, Hour>> hours = new TreeMap<>();
    for (Receipt receipt : receipts(edge)) {
      long sequence = receipt.id().sequence();
      for (HourCount count : receipt.readings()) {
        Instant from = Instant.EPOCH.plus(HOUR.multipliedBy(count.hour()));
        if (from.isBefore(period.to()) && from.plus(HOUR).isAfter(period.from())) {
          hours
              .computeIfAbsent(count.hour(), unused -> new TreeMap<>())
              .merge(
                  receipt.id().epoch(),
                  new Hour(
                      from,
                      receipt.id().epoch(),
                      new SequenceRange(sequence, sequence),
                      count.readings()),
                  MemoryContinuity::both);
        }
      }
    }
    return hours.values().stream().flatMap(ofHour -> ofHour.values().stream()).toList();
  }

  private static Hour both(Hour one, Hour other) {
    return new Hour(
        one.from(),
        one.epoch(),
        new SequenceRange(
            Math.min(one.batches().first(), other.batches().first()),
            Math.max(one.batches().last(), other.batches().last())),
        one.readings() + other.readings());
  }

  private List<Receipt> receipts(EdgeId edge) {
    return lives.entrySet().stream()
        .filter(life -> life.getKey().edge().equals(edge))
        .flatMap(life -> life.getValue().receipts.values().stream())
        .toList();
  }
}
