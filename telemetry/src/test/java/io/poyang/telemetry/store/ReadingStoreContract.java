package io.poyang.telemetry.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.poyang.telemetry.Batch;
import io.poyang.telemetry.BatchId;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Period;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.SignalId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every shelf promises, whatever engine stands behind it. */
public abstract class ReadingStoreContract {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Period ALWAYS =
      new Period(Instant.EPOCH, Instant.parse("2200-01-01T00:00:00Z"));
  private static final SignalId COD = SignalId.parse("north-works/effluent.cod");
  private static final SignalId PH = SignalId.parse("north-works/inlet.ph");

  @TempDir protected Path folder;

  private ReadingStore store;
  private long sequence;

  /** Opens the store kept in this folder: the same folder again finds the same readings. */
  protected abstract ReadingStore open(Path folder);

  @BeforeEach
  void openStore() {
    store = open(folder);
  }

  @AfterEach
  void closeStore() {
    // Null where open() skipped the test.
    if (store != null) {
      store.close();
    }
  }

  private void reopen() {
    store.close();
    store = open(folder);
    store.awaitVisible();
  }

  private Batch batch(Reading... readings) {
    return batch(List.of(readings));
  }

  private Batch batch(List<Reading> readings) {
    return Batch.of(new BatchId(new EdgeId("contract"), 1, ++sequence), readings);
  }

  private void append(Reading... readings) {
    append(List.of(readings));
  }

  private void append(List<Reading> readings) {
    store.append(List.of(batch(readings)));
    store.awaitVisible();
  }

  private List<Reading> read(SignalId signal) {
    return read(signal, ALWAYS);
  }

  private List<Reading> read(SignalId signal, Period period) {
    List<Reading> found = new ArrayList<>();
    store.read(signal, period, found::add);
    return found;
  }

  private static Instant at(long millis) {
    return NOON.plusMillis(millis);
  }

  private static Reading good(SignalId signal, long millis, double value) {
    return new Reading(signal, at(millis), value, Quality.GOOD);
  }

  private static Reading cod(long millis, double value) {
    return good(COD, millis, value);
  }

  // ---- what goes in comes back

  @Test
  void everyNumberComesBackBitForBit() {
    double[] numbers = {
      0.0,
      -0.0,
      1.0,
      -1.0,
      0.1,
      1.0 / 3.0,
      Math.PI,
      1e15,
      123456789012345678.0,
      Double.MAX_VALUE,
      -Double.MAX_VALUE,
      Double.MIN_NORMAL,
      Double.MIN_VALUE,
      -Double.MIN_VALUE,
      2.2250738585072011e-308,
      Math.nextUp(1.0),
      Float.MIN_VALUE
    };
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < numbers.length; i++) {
      readings.add(cod(i, numbers[i]));
    }
    append(readings);
    // Double.equals, which records use, tells -0.0 from 0.0.
    assertThat(read(COD)).isEqualTo(readings);
  }

  @Test
  void whatIsNotANumberComesBackWithItsBadQuality() {
    List<Reading> readings =
        List.of(
            new Reading(COD, at(0), Double.NaN, Quality.BAD),
            new Reading(COD, at(1), Double.POSITIVE_INFINITY, Quality.of(0x803C_0000)),
            new Reading(COD, at(2), Double.NEGATIVE_INFINITY, Quality.UNCERTAIN),
            new Reading(COD, at(3), 7.5, Quality.BAD));
    append(readings);
    assertThat(read(COD)).isEqualTo(readings);
    assertThat(store.count(COD, ALWAYS)).isEqualTo(4);
    assertThat(store.latest(List.of(COD), ALWAYS)).containsEntry(COD, readings.get(3));
  }

  @Test
  void statusComesBackWithAllItsBits() {
    List<Integer> statuses = new ArrayList<>(List.of(0, 0x3FFF_FFFF, 0x4000_0000, 0x7FFF_FFFF));
    // Plain Bad is Integer.MIN_VALUE, which some engines take for null.
    statuses.addAll(List.of(0x8000_0000, 0x8000_0001, 0x8034_0000, 0x80AB_0480, 0xBFFF_FFFF));
    for (int bit = 0; bit < 30; bit++) {
      statuses.add(1 << bit);
    }
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < statuses.size(); i++) {
      readings.add(new Reading(COD, at(i), i, Quality.of(statuses.get(i))));
    }
    append(readings);
    assertThat(read(COD)).isEqualTo(readings);
  }

  @Test
  void everyFlagLetterComesBack() {
    List<Reading> readings = new ArrayList<>();
    for (char flag = '!'; flag <= '~'; flag++) {
      readings.add(new Reading(COD, at(flag), 1, Quality.of(0, flag)));
    }
    readings.add(cod(1_000, 1));
    append(readings);
    assertThat(read(COD)).isEqualTo(readings);
  }

  @Test
  void timeComesBackToTheMillisecondFromTheEpochOn() {
    List<Reading> readings = new ArrayList<>();
    for (String time :
        List.of(
            "1970-01-01T00:00:00Z",
            "1970-01-01T00:00:00.001Z",
            "2024-02-29T23:59:59.999Z",
            "2026-03-01T00:00:00Z",
            "2026-03-01T12:34:56.789Z",
            "2099-12-31T23:59:59.999Z")) {
      readings.add(new Reading(COD, Instant.parse(time), 1, Quality.GOOD));
    }
    append(readings);
    assertThat(read(COD)).isEqualTo(readings);
  }

  @Test
  void signalsWithLookAlikeNamesStayApart() {
    List<SignalId> signals = new ArrayList<>();
    for (String name :
        List.of(
            "a/b",
            "a/b.c",
            "a/b-c",
            "a/b_c",
            "a-b/c",
            "a/0",
            "0/a",
            "a/b..c",
            "b/b",
            "ab/b",
            "a".repeat(63) + "/" + "b".repeat(95))) {
      signals.add(SignalId.parse(name));
    }
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < signals.size(); i++) {
      readings.add(good(signals.get(i), 0, i));
    }
    append(readings);
    for (int i = 0; i < signals.size(); i++) {
      assertThat(read(signals.get(i))).containsExactly(readings.get(i));
    }
    assertThat(store.latest(signals, ALWAYS).values())
        .containsExactlyInAnyOrderElementsOf(readings);
  }

  // ---- upsert

  @Test
  void replayChangesNothing() {
    Batch batch = batch(cod(0, 1), cod(1, 2), good(PH, 0, 7));
    store.append(List.of(batch));
    store.append(List.of(batch, batch));
    store.awaitVisible();
    assertThat(read(COD)).containsExactly(cod(0, 1), cod(1, 2));
    assertThat(store.count(ALWAYS)).isEqualTo(3);
    reopen();
    store.append(List.of(batch));
    store.awaitVisible();
    assertThat(read(COD)).containsExactly(cod(0, 1), cod(1, 2));
    assertThat(store.count(ALWAYS)).isEqualTo(3);
  }

  @Test
  void laterReadingOfAMillisecondWinsWithinOneBatch() {
    append(cod(0, 1), cod(1, 5), cod(0, 2), cod(0, 3));
    assertThat(read(COD)).containsExactly(cod(0, 3), cod(1, 5));
  }

  @Test
  void laterReadingOfAMillisecondWinsAcrossBatchesOfOneCall() {
    store.append(
        List.of(batch(cod(0, 1), cod(1, 1)), batch(cod(0, 2)), batch(cod(0, 3), cod(2, 1))));
    store.awaitVisible();
    assertThat(read(COD)).containsExactly(cod(0, 3), cod(1, 1), cod(2, 1));
  }

  @Test
  void laterReadingReplacesTheWholeOfTheFirst() {
    List<Reading> lives =
        List.of(
            cod(0, 1),
            new Reading(COD, at(0), Double.NaN, Quality.BAD),
            new Reading(COD, at(0), 2, Quality.of(0, 'N')),
            new Reading(COD, at(0), Double.NaN, Quality.of(0x8034_0000, 'D')),
            new Reading(COD, at(0), Double.POSITIVE_INFINITY, Quality.UNCERTAIN),
            cod(0, 3));
    for (Reading life : lives) {
      append(life);
      assertThat(read(COD)).containsExactly(life);
      assertThat(store.latest(List.of(COD), ALWAYS)).containsEntry(COD, life);
      assertThat(store.count(COD, ALWAYS)).isEqualTo(1);
    }
  }

  @Test
  void laterReadingReplacesTheFirstAfterTheStoreWasReopened() {
    append(cod(0, 1), cod(1, 1));
    reopen();
    append(cod(0, 2));
    assertThat(read(COD)).containsExactly(cod(0, 2), cod(1, 1));
  }

  // ---- order and periods

  @Test
  void lateReadingsTakeTheirPlace() {
    append(cod(100, 1), cod(300, 3));
    append(cod(200, 2), cod(0, 0));
    long yesterday = -Duration.ofDays(1).toMillis();
    long lastMonth = -Duration.ofDays(40).toMillis();
    append(cod(yesterday, -1), cod(lastMonth, -2), cod(400, 4));
    assertThat(read(COD))
        .containsExactly(
            cod(lastMonth, -2),
            cod(yesterday, -1),
            cod(0, 0),
            cod(100, 1),
            cod(200, 2),
            cod(300, 3),
            cod(400, 4));
  }

  @Test
  void readsOldestFirstWhateverTheOrderOfArrival() {
    List<Reading> inOrder = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      inOrder.add(cod(i * 50_000L, i));
    }
    List<Reading> shuffled = new ArrayList<>(inOrder);
    Collections.shuffle(shuffled, new Random(42));
    for (int from = 0; from < shuffled.size(); from += 500) {
      store.append(List.of(batch(shuffled.subList(from, from + 500))));
    }
    store.awaitVisible();
    assertThat(read(COD)).isEqualTo(inOrder);
  }

  @Test
  void periodHoldsItsFromAndNotItsTo() {
    append(cod(0, 0), cod(1, 1), cod(2, 2), cod(3, 3));
    Period oneToThree = new Period(at(1), at(3));
    assertThat(read(COD, oneToThree)).containsExactly(cod(1, 1), cod(2, 2));
    assertThat(store.count(COD, oneToThree)).isEqualTo(2);
    assertThat(store.count(oneToThree)).isEqualTo(2);
    assertThat(store.latest(List.of(COD), oneToThree)).containsEntry(COD, cod(2, 2));
  }

  @Test
  void boundWithinAMillisecondLeavesItOutBelowAndInAbove() {
    append(cod(0, 0), cod(1, 1), cod(2, 2));
    Period sliver = new Period(at(0).plusNanos(1), at(1).plusNanos(1));
    assertThat(read(COD, sliver)).containsExactly(cod(1, 1));
    assertThat(store.count(COD, sliver)).isEqualTo(1);
    assertThat(store.count(sliver)).isEqualTo(1);
    assertThat(store.latest(List.of(COD), sliver)).containsEntry(COD, cod(1, 1));
    Period between = new Period(at(0).plusNanos(1), at(0).plusNanos(2));
    assertThat(read(COD, between)).isEmpty();
    assertThat(store.count(between)).isZero();
    assertThat(store.latest(List.of(COD), between)).isEmpty();
  }

  @Test
  void readStopsWhenTheVisitorSaysSo() {
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      readings.add(cod(i, i));
    }
    append(readings);
    List<Reading> seen = new ArrayList<>();
    store.read(
        COD,
        ALWAYS,
        reading -> {
          seen.add(reading);
          return seen.size() < 3;
        });
    assertThat(seen).containsExactly(cod(0, 0), cod(1, 1), cod(2, 2));
    assertThat(read(COD)).hasSize(1_000);
  }

  @Test
  void visitorsFailureReachesTheCallerAndHarmsNothing() {
    append(cod(0, 0), cod(1, 1));
    assertThatThrownBy(
            () ->
                store.read(
                    COD,
                    ALWAYS,
                    reading -> {
                      throw new IllegalStateException("page is gone");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("page is gone");
    append(cod(2, 2));
    assertThat(read(COD)).hasSize(3);
  }

  @Test
  void visitorMayAskTheStoreToo() {
    append(cod(0, 0), cod(1, 1), good(PH, 0, 7));
    List<Long> counts = new ArrayList<>();
    store.read(COD, ALWAYS, reading -> counts.add(store.count(PH, ALWAYS)));
    assertThat(counts).containsExactly(1L, 1L);
  }

  @Test
  void unknownSignalHasNothing() {
    append(cod(0, 0));
    assertThat(read(PH)).isEmpty();
    assertThat(store.count(PH, ALWAYS)).isZero();
    assertThat(store.latest(List.of(PH, COD), ALWAYS)).containsOnlyKeys(COD);
  }

  @Test
  void emptyStoreAnswersAndNothingToAppendIsFine() {
    store.append(List.of());
    store.append(List.of(batch()));
    store.awaitVisible();
    assertThat(read(COD)).isEmpty();
    assertThat(store.count(ALWAYS)).isZero();
    assertThat(store.latest(List.of(COD), ALWAYS)).isEmpty();
    assertThat(store.latest(List.of(), ALWAYS)).isEmpty();
  }

  @Test
  void latestIsTheNewestOfThePeriodNotTheLastToArrive() {
    append(cod(0, 0), cod(100, 1), cod(200, 2), good(PH, 50, 7));
    append(cod(150, 9));
    assertThat(store.latest(List.of(COD, PH), ALWAYS))
        .isEqualTo(Map.of(COD, cod(200, 2), PH, good(PH, 50, 7)));
    assertThat(store.latest(List.of(COD, PH), new Period(at(60), at(200))))
        .isEqualTo(Map.of(COD, cod(150, 9)));
    assertThat(store.latest(List.of(PH), ALWAYS)).isEqualTo(Map.of(PH, good(PH, 50, 7)));
  }

  @Test
  void latestFollowsAReplacedReading() {
    append(cod(0, 1), cod(1, 1));
    append(cod(1, 2));
    assertThat(store.latest(List.of(COD), ALWAYS)).containsEntry(COD, cod(1, 2));
    reopen();
    assertThat(store.latest(List.of(COD), ALWAYS)).containsEntry(COD, cod(1, 2));
    append(cod(1, 3));
    assertThat(store.latest(List.of(COD), ALWAYS)).containsEntry(COD, cod(1, 3));
  }

  @Test
  void countsEachSignalAndAll() {
    append(cod(0, 0), cod(1, 1), good(PH, 0, 7), good(PH, 5, 7));
    Period first = new Period(at(0), at(2));
    assertThat(store.count(COD, first)).isEqualTo(2);
    assertThat(store.count(PH, first)).isEqualTo(1);
    assertThat(store.count(first)).isEqualTo(3);
    assertThat(store.count(ALWAYS)).isEqualTo(4);
    assertThat(store.count(new Period(at(100), at(200)))).isZero();
  }

  @Test
  void countsSomeSignalsTogether() {
    SignalId unheard = SignalId.parse("north-works/unheard");
    append(cod(0, 0), cod(1, 1), good(PH, 0, 7), good(PH, 5, 7));
    append(good(SignalId.parse("south-works/effluent.cod"), 0, 9));
    Period first = new Period(at(0), at(2));
    assertThat(store.count(List.of(COD, PH, unheard), first)).isEqualTo(3);
    assertThat(store.count(List.of(COD, PH), ALWAYS)).isEqualTo(4);
    assertThat(store.count(List.of(unheard), ALWAYS)).isZero();
    assertThat(store.count(List.of(), ALWAYS)).isZero();
  }

  // ---- size, durability, concurrency

  @Test
  void takesFiftyThousandReadingsOfAThousandSignalsInOneCall() {
    List<Batch> batches = new ArrayList<>();
    for (int b = 0; b < 50; b++) {
      List<Reading> readings = new ArrayList<>();
      for (int s = 0; s < 1_000; s++) {
        readings.add(good(nth(s), b * 1_000L, b * 1_000 + s));
      }
      batches.add(batch(readings));
    }
    store.append(batches);
    store.awaitVisible();
    assertThat(store.count(ALWAYS)).isEqualTo(50_000);
    for (int s : new int[] {0, 1, 500, 999}) {
      List<Reading> readings = read(nth(s));
      assertThat(readings).hasSize(50);
      assertThat(readings.get(49)).isEqualTo(good(nth(s), 49_000, 49_000 + s));
    }
    List<SignalId> signals = new ArrayList<>();
    for (int s = 0; s < 1_000; s++) {
      signals.add(nth(s));
    }
    Map<SignalId, Reading> latest = store.latest(signals, ALWAYS);
    assertThat(latest).hasSize(1_000);
    assertThat(latest.values()).allMatch(reading -> reading.at().equals(at(49_000)));
  }

  private static SignalId nth(int n) {
    return SignalId.parse("north-works/unit" + n % 10 + ".point" + n);
  }

  @Test
  void findsEverythingAgainAfterItWasClosed() {
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      readings.add(cod(i * 1_000L, i));
      store.append(List.of(batch(readings.get(i), good(nth(i), 0, i))));
    }
    // Closed without waiting for visibility: what append returned for is safe all the same.
    reopen();
    assertThat(read(COD)).isEqualTo(readings);
    assertThat(store.count(ALWAYS)).isEqualTo(1_000);
    append(good(nth(500), 0, 500));
    reopen();
    assertThat(read(nth(500))).containsExactly(good(nth(500), 0, 500));
    assertThat(read(nth(499))).containsExactly(good(nth(499), 0, 499));
  }

  @Test
  void readersSeeWholeReadingsInOrderWhileOthersAreAppended() throws InterruptedException {
    AtomicBoolean done = new AtomicBoolean();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    List<Thread> readers = new ArrayList<>();
    for (int r = 0; r < 2; r++) {
      readers.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      int seen = 0;
                      while (!done.get()) {
                        List<Reading> found = read(COD);
                        assertThat(found).hasSizeGreaterThanOrEqualTo(seen);
                        for (int i = 0; i < found.size(); i++) {
                          assertThat(found.get(i)).isEqualTo(cod(i, i));
                        }
                        seen = found.size();
                        store.latest(List.of(COD, PH), ALWAYS);
                        assertThat(store.count(ALWAYS)).isGreaterThanOrEqualTo(seen);
                      }
                    } catch (Throwable e) {
                      failure.set(e);
                    }
                  }));
    }
    for (int i = 0; i < 100; i++) {
      List<Reading> readings = new ArrayList<>();
      for (int k = 0; k < 20; k++) {
        readings.add(cod(i * 20 + k, i * 20 + k));
      }
      store.append(List.of(batch(readings)));
    }
    store.awaitVisible();
    assertThat(read(COD)).hasSize(2_000);
    done.set(true);
    for (Thread reader : readers) {
      reader.join();
    }
    assertThat(failure.get()).isNull();
  }
}
