package io.poyang.telemetry.continuity;

import static org.assertj.core.api.Assertions.assertThat;

import io.poyang.telemetry.BatchId;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Gap;
import io.poyang.telemetry.Opening;
import io.poyang.telemetry.Period;
import io.poyang.telemetry.continuity.Certificate.Link;
import io.poyang.telemetry.continuity.Certificate.Verdict;
import io.poyang.telemetry.continuity.Continuity.Receipt;
import io.poyang.telemetry.continuity.Continuity.SequenceRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** A log that lives through openings, drops and lost batches, against what is certified of it. */
class CertificateHistoryTest {
  private static final EdgeId EDGE = new EdgeId("north-edge");
  private static final Instant MIDNIGHT = Instant.parse("2026-03-02T00:00:00Z");
  private static final Duration LENGTH = Duration.ofMinutes(10);

  /** Batch n is read {@code n * LENGTH} after midnight. */
  private static final class TrueLog {
    private final Continuity continuity = new MemoryContinuity();
    private final Random random;
    private final List<Receipt> batches = new ArrayList<>();
    private final List<Gap> untold = new ArrayList<>();

    /** Not in the store and in no gap that has arrived. */
    private final TreeSet<Long> missing = new TreeSet<>();

    private final TreeSet<Long> declared = new TreeSet<>();

    TrueLog(Random random) {
      this.random = random;
    }

    void live(int batchCount) {
      long epoch = 0;
      long previous = Opening.NONE;
      long first = 1;
      for (long number = 1; number <= batchCount; number++) {
        while (number == 1 || random.nextInt(6) == 0) {
          // Opened, and perhaps opened again before anything was numbered.
          previous = epoch == 0 ? Opening.NONE : epoch;
          epoch = random.nextLong() | 1;
          first = number;
          if (number == 1 && random.nextBoolean()) {
            break;
          }
        }
        batches.add(
            new Receipt(
                new BatchId(EDGE, epoch, number),
                new Opening(first, previous),
                0,
                List.of(new HourCount(at(number).getEpochSecond() / 3600, 10)),
                List.copyOf(untold)));
        untold.clear();
        if (random.nextInt(5) == 0) {
          drop();
        }
      }
    }

    /** Gives up a stretch of one epoch, and tells of it in the next batch. */
    private void drop() {
      int from = random.nextInt(batches.size());
      int to = from;
      long epoch = batches.get(from).id().epoch();
      while (to < batches.size()
          && batches.get(to).id().epoch() == epoch
          && batches.get(to).gaps().isEmpty()
          && !declared.contains(batches.get(to).id().sequence())
          && random.nextInt(4) > 0) {
        to++;
      }
      if (to == from) {
        return;
      }
      long first = batches.get(from).id().sequence();
      long last = batches.get(to - 1).id().sequence();
      untold.add(
          new Gap(
              Gap.Cause.LOG_FULL,
              OptionalLong.of(10 * (last - first + 1)),
              at(first),
              at(last),
              List.of(),
              Optional.of(new Gap.Batches(epoch, first, last)),
              "dropped"));
      for (long number = first; number <= last; number++) {
        declared.add(number);
      }
    }

    /** Some of them arrive, in any order, some of them twice. */
    void arrive() {
      List<Receipt> arriving = new ArrayList<>();
      long last = batches.getLast().id().sequence();
      for (Receipt batch : batches) {
        long number = batch.id().sequence();
        // Of gaps whose batch is lost too nothing can be known.
        boolean isNeeded = number == 1 || number == last || !batch.gaps().isEmpty();
        // What was given up may have been on its way, but mostly was not.
        boolean arrives = isNeeded || random.nextInt(5) < (declared.contains(number) ? 1 : 4);
        if (arrives) {
          arriving.add(batch);
          declared.remove(number);
          if (random.nextInt(5) == 0) {
            arriving.add(batch);
          }
        } else if (!declared.contains(number)) {
          missing.add(number);
        }
      }
      // What no batch has told of by the end is not known to be given up.
      for (Gap gap : untold) {
        Gap.Batches lost = gap.batches().orElseThrow();
        for (long number = lost.first(); number <= lost.last(); number++) {
          if (declared.remove(number)) {
            missing.add(number);
          }
        }
      }
      Collections.shuffle(arriving, random);
      arriving.forEach(batch -> continuity.committed(List.of(batch), Instant.EPOCH));
    }

    private static Instant at(long number) {
      return MIDNIGHT.plus(LENGTH.multipliedBy(number));
    }
  }

  private static List<Long> numbers(List<SequenceRange> ranges) {
    List<Long> numbers = new ArrayList<>();
    for (SequenceRange range : ranges) {
      for (long number = range.first(); number <= range.last(); number++) {
        numbers.add(number);
      }
    }
    return numbers;
  }

  private static List<Link> links(Certificate certificate) {
    return certificate.chains().stream().flatMap(chain -> chain.links().stream()).toList();
  }

  @Property(tries = 2_000)
  void whatIsMissingIsExactlyWhatIsNeitherHereNorDeclared(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int batches) {
    TrueLog log = new TrueLog(new Random(seed));
    log.live(batches);
    log.arrive();
    Certificate certificate =
        Certificate.of(
            log.continuity,
            EDGE,
            new Period(TrueLog.at(0), TrueLog.at(batches + 1)),
            MIDNIGHT.plus(Duration.ofDays(9)));

    assertThat(numbers(links(certificate).stream().flatMap(l -> l.missing().stream()).toList()))
        .containsExactlyElementsOf(log.missing);
    assertThat(numbers(links(certificate).stream().flatMap(l -> l.declared().stream()).toList()))
        .containsExactlyElementsOf(log.declared);
    assertThat(certificate.totals().readings())
        .isEqualTo(10L * (batches - log.missing.size() - log.declared.size()));
    assertThat(certificate.verdict())
        .isEqualTo(
            !log.missing.isEmpty()
                ? Verdict.MISSING
                : log.declared.isEmpty() ? Verdict.COMPLETE : Verdict.GAPS_DECLARED);
  }

  /** Of a part of the log's life more may be called missing than is, but never less. */
  @Property(tries = 2_000)
  void nothingOfThePeriodIsLeftOut(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 60) int batches,
      @ForAll @IntRange(max = 10) int hour,
      @ForAll @IntRange(min = 1, max = 10) int length) {
    TrueLog log = new TrueLog(new Random(seed));
    log.live(batches);
    log.arrive();
    Instant from = MIDNIGHT.plus(Duration.ofHours(hour));
    Instant to = from.plus(Duration.ofHours(length));
    Certificate certificate =
        Certificate.of(
            log.continuity, EDGE, new Period(from, to), MIDNIGHT.plus(Duration.ofDays(9)));

    List<Long> certified =
        numbers(links(certificate).stream().flatMap(l -> l.missing().stream()).toList());
    List<Long> ofPeriod =
        log.missing.stream()
            .filter(n -> !TrueLog.at(n).isBefore(from) && TrueLog.at(n).isBefore(to))
            .toList();
    assertThat(certified).containsAll(ofPeriod);
    assertThat(log.missing).containsAll(certified);
    if (!ofPeriod.isEmpty()) {
      assertThat(certificate.verdict()).isIn(Verdict.MISSING, Verdict.BROKEN_CHAIN);
    }
  }
}
