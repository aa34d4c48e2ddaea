package io.poyang.telemetry.continuity;

import static org.assertj.core.api.Assertions.assertThat;

import io.poyang.telemetry.BatchId;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Gap;
import io.poyang.telemetry.Opening;
import io.poyang.telemetry.Period;
import io.poyang.telemetry.continuity.Certificate.Chain;
import io.poyang.telemetry.continuity.Certificate.Link;
import io.poyang.telemetry.continuity.Certificate.Loss;
import io.poyang.telemetry.continuity.Certificate.Verdict;
import io.poyang.telemetry.continuity.Continuity.Receipt;
import io.poyang.telemetry.continuity.Continuity.SequenceRange;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Worked examples: one day of one edge, ten readings a batch, one batch an hour. */
class CertificateTest {
  private static final EdgeId EDGE = new EdgeId("north-edge");
  private static final Instant MIDNIGHT = Instant.parse("2026-03-02T00:00:00Z");
  private static final long A = 11;
  private static final long B = -22;
  private static final long C = 33;
  private static final long D = 44;
  private static final Opening OF_A = Opening.OF_NEW_LOG;

  private final Continuity continuity = new MemoryContinuity();

  private static Instant hour(int hour) {
    return MIDNIGHT.plus(Duration.ofHours(hour));
  }

  /** Batch n holds the readings of hour n, and was committed at its end. */
  private void committed(long epoch, Opening opening, int... sequences) {
    for (int sequence : sequences) {
      oneCommitted(epoch, opening, sequence, sequence);
    }
  }

  private void oneCommitted(long epoch, Opening opening, int sequence, int hour, Gap... gaps) {
    long at = hour(hour).getEpochSecond() / 3600;
    continuity.committed(
        List.of(
            new Receipt(
                new BatchId(EDGE, epoch, sequence),
                opening,
                sequence,
                List.of(new HourCount(at, 10)),
                List.of(gaps))),
        hour(hour + 1));
  }

  private static Gap dropped(long epoch, int first, int last) {
    return new Gap(
        Gap.Cause.LOG_FULL,
        OptionalLong.of(10L * (last - first + 1)),
        hour(first),
        hour(last).plus(Duration.ofMinutes(59)),
        List.of(),
        Optional.of(new Gap.Batches(epoch, first, last)),
        "the log reached its size");
  }

  private Certificate of(int from, int to) {
    return of(hour(from), hour(to), hour(200));
  }

  private Certificate of(Instant from, Instant to, Instant at) {
    return Certificate.of(continuity, EDGE, new Period(from, to), at);
  }

  private static SequenceRange range(long first, long last) {
    return new SequenceRange(first, last);
  }

  private static List<SequenceRange> missing(Certificate certificate) {
    return links(certificate).stream().flatMap(link -> link.missing().stream()).toList();
  }

  private static List<Link> links(Certificate certificate) {
    return certificate.chains().stream().flatMap(chain -> chain.links().stream()).toList();
  }

  @Test
  void aLogWithoutHolesIsComplete() {
    committed(A, OF_A, 1, 2, 3, 4, 5, 6);
    Certificate certificate = of(2, 5);
    assertThat(certificate.verdict()).isEqualTo(Verdict.COMPLETE);
    assertThat(certificate.totals())
        .isEqualTo(new Certificate.Totals(3, 30, 0, 0, 0, OptionalLong.of(0)));
    assertThat(links(certificate))
        .containsExactly(
            new Link(
                A,
                Optional.of(OF_A),
                Optional.of(range(2, 4)),
                OptionalLong.empty(),
                List.of(),
                List.of(),
                List.of(),
                3,
                30,
                Optional.of(hour(7))));
  }

  @Test
  void thePeriodIsWidenedToFullHours() {
    committed(A, OF_A, 1, 2, 3, 4);
    Certificate certificate = of(hour(2).plusSeconds(1), hour(2).plusSeconds(3601), hour(200));
    assertThat(certificate.period()).isEqualTo(new Period(hour(2), hour(4)));
    assertThat(certificate.totals().readings()).isEqualTo(20);
  }

  @Test
  void aHoleIsMissingInThePeriodsThatItMayBelongTo() {
    committed(A, OF_A, 1, 2, 3, 6, 7, 8);
    assertThat(of(4, 6).verdict()).isEqualTo(Verdict.MISSING);
    assertThat(missing(of(4, 6))).containsExactly(range(4, 5));
    assertThat(missing(of(5, 6))).as("nothing of the period is here").hasSize(1);
    assertThat(missing(of(3, 4))).as("the hour of its neighbour below").hasSize(1);
    assertThat(missing(of(6, 7))).as("the hour of its neighbour above").hasSize(1);
    assertThat(of(1, 3).verdict()).isEqualTo(Verdict.COMPLETE);
    assertThat(of(7, 9).verdict()).isEqualTo(Verdict.COMPLETE);
  }

  /** A source that reads its history back brings old readings in new batches. */
  @Test
  void whereReadingsCameOutOfOrderAHoleConcernsEverythingAroundIt() {
    committed(A, OF_A, 1, 2, 3, 5);
    oneCommitted(A, OF_A, 6, 1);
    committed(A, OF_A, 7, 8);
    assertThat(missing(of(1, 2))).containsExactly(range(4, 4));
    assertThat(missing(of(7, 8))).isEmpty();
  }

  @Test
  void whereAClockWasFastAHoleConcernsEverythingAroundIt() {
    committed(A, OF_A, 1);
    oneCommitted(A, OF_A, 2, 8);
    committed(A, OF_A, 3, 5, 6, 7, 9);
    assertThat(missing(of(8, 9))).contains(range(4, 4));
    assertThat(missing(of(1, 2))).isEmpty();
  }

  @Test
  void aHoleInAnEpochThatIsBeingReceivedIsUnderWay() {
    committed(A, OF_A, 1, 2, 8, 9);
    Instant lastCommit = hour(10);
    assertThat(of(hour(2), hour(9), lastCommit.plus(Certificate.PATIENCE)).verdict())
        .isEqualTo(Verdict.UNDER_WAY);
    assertThat(of(hour(2), hour(9), lastCommit.plus(Certificate.PATIENCE).plusMillis(1)).verdict())
        .isEqualTo(Verdict.MISSING);
  }

  @Test
  void nothingIsCompleteBeyondTheNewestReading() {
    committed(A, OF_A, 1, 2, 3);
    assertThat(of(2, 4).verdict()).isEqualTo(Verdict.COMPLETE);
    assertThat(of(2, 5).verdict()).isEqualTo(Verdict.UNDER_WAY);
    assertThat(of(4, 5).verdict()).isEqualTo(Verdict.NOTHING_KNOWN);
  }

  @Test
  void ofAnEdgeThatWasNeverHeardOfNothingIsKnown() {
    assertThat(of(1, 2).verdict()).isEqualTo(Verdict.NOTHING_KNOWN);
    committed(A, OF_A, 5, 6);
    assertThat(of(200, 300).verdict()).isEqualTo(Verdict.NOTHING_KNOWN);
  }

  @Test
  void openingsOfOneLogAreOneChain() {
    committed(A, OF_A, 1, 2, 3);
    committed(B, new Opening(4, A), 4, 5);
    committed(C, new Opening(6, B), 6, 7);
    Certificate certificate = of(2, 7);
    assertThat(certificate.verdict()).isEqualTo(Verdict.COMPLETE);
    assertThat(certificate.chains()).hasSize(1);
    assertThat(links(certificate)).extracting(Link::epoch).containsExactly(A, B, C);
    assertThat(links(certificate))
        .extracting(Link::expectedEnd)
        .containsExactly(OptionalLong.of(3), OptionalLong.of(5), OptionalLong.empty());
  }

  /** Only the successor can tell of it: the epoch itself has no hole. */
  @Test
  void theEndOfAnEpochThatNeverCameIsMissing() {
    committed(A, OF_A, 1, 2, 3);
    assertThat(of(1, 4).verdict()).isEqualTo(Verdict.COMPLETE);
    committed(B, new Opening(6, A), 6, 7);
    assertThat(of(1, 7).verdict()).isEqualTo(Verdict.MISSING);
    assertThat(missing(of(1, 7))).containsExactly(range(4, 5));
    assertThat(links(of(1, 7)).getFirst().missing()).containsExactly(range(4, 5));
  }

  @Test
  void theFirstBatchesOfAnEpochMayBeMissingToo() {
    committed(A, OF_A, 1, 2, 3);
    committed(B, new Opening(4, A), 6, 7);
    assertThat(links(of(1, 7)).getLast().missing()).containsExactly(range(4, 5));
  }

  /** Sent before a power cut, and after it the log had forgotten them and counted anew. */
  @Test
  void aTornTailIsSaid() {
    committed(A, OF_A, 1, 2, 3, 4, 5);
    oneCommitted(B, new Opening(4, A), 4, 6);
    oneCommitted(B, new Opening(4, A), 5, 7);
    oneCommitted(B, new Opening(4, A), 6, 8);
    Certificate certificate = of(2, 7);
    assertThat(certificate.verdict()).isEqualTo(Verdict.TAIL_UNKNOWN);
    assertThat(links(certificate).getFirst().beyond()).containsExactly(range(4, 5));
    assertThat(certificate.totals().beyond()).isEqualTo(2);
    assertThat(certificate.totals().missing()).isZero();
    assertThat(of(1, 2).verdict()).isEqualTo(Verdict.COMPLETE);
    assertThat(of(7, 9).verdict()).isEqualTo(Verdict.COMPLETE);
  }

  @Test
  void aLogThatWasReplacedLeavesAnUnknownEnd() {
    committed(A, OF_A, 1, 2, 3);
    oneCommitted(B, OF_A, 1, 8);
    oneCommitted(B, OF_A, 2, 9);
    assertThat(of(1, 3).verdict()).isEqualTo(Verdict.COMPLETE);
    for (Certificate certificate : List.of(of(3, 4), of(5, 6), of(2, 9), of(8, 9))) {
      assertThat(certificate.verdict()).isEqualTo(Verdict.TAIL_UNKNOWN);
      assertThat(certificate.chains().getFirst().tailUnknown()).isTrue();
    }
    assertThat(of(9, 10).verdict()).isEqualTo(Verdict.COMPLETE);
  }

  @Test
  void aRenewedLogMayCountOn() {
    committed(A, OF_A, 1, 2, 3);
    committed(B, new Opening(4, Opening.NONE), 4, 5);
    assertThat(of(2, 5).chains()).extracting(Chain::headUnknown).containsExactly(false, false);
    assertThat(missing(of(2, 5))).isEmpty();
  }

  @Test
  void whatAGapDeclaresIsNotMissing() {
    committed(A, OF_A, 1, 2);
    oneCommitted(A, OF_A, 6, 6, dropped(A, 3, 5));
    Certificate certificate = of(1, 7);
    assertThat(certificate.verdict()).isEqualTo(Verdict.GAPS_DECLARED);
    assertThat(missing(certificate)).isEmpty();
    assertThat(links(certificate).getFirst().declared()).containsExactly(range(3, 5));
    assertThat(certificate.totals().declared()).isEqualTo(3);
    assertThat(certificate.totals().lost()).hasValue(30);
    assertThat(of(1, 3).verdict()).isEqualTo(Verdict.COMPLETE);
    assertThat(of(6, 7).verdict()).isEqualTo(Verdict.COMPLETE);
    assertThat(of(4, 5).verdict()).isEqualTo(Verdict.GAPS_DECLARED);
  }

  @Test
  void aGapForSomeOfTheMissingLeavesTheOthersMissing() {
    committed(A, OF_A, 1, 2);
    oneCommitted(A, OF_A, 7, 7, dropped(A, 4, 5));
    assertThat(of(1, 8).verdict()).isEqualTo(Verdict.MISSING);
    assertThat(missing(of(1, 8))).containsExactly(range(3, 3), range(6, 6));
  }

  /** They were given up while their receipts were on the way. */
  @Test
  void aGapForBatchesThatCameAfterAllIsNoLoss() {
    committed(A, OF_A, 1, 2, 3);
    oneCommitted(A, OF_A, 4, 4, dropped(A, 2, 3));
    assertThat(of(1, 5).verdict()).isEqualTo(Verdict.COMPLETE);
    assertThat(of(1, 5).losses()).containsExactly(new Loss(dropped(A, 2, 3), true));
    assertThat(of(1, 5).totals().lost()).hasValue(0);
  }

  @Test
  void ofAGapWhoseBatchesCameInPartTheRestIsLost() {
    committed(A, OF_A, 1, 2);
    oneCommitted(A, OF_A, 4, 4, dropped(A, 2, 3));
    assertThat(of(1, 5).verdict()).isEqualTo(Verdict.GAPS_DECLARED);
    assertThat(links(of(1, 5)).getFirst().declared()).containsExactly(range(3, 3));
  }

  @Test
  void lossBeforeTheLogIsDeclaredWithoutNumbers() {
    Gap down =
        new Gap(
            Gap.Cause.SOURCE_DOWN,
            OptionalLong.empty(),
            hour(2),
            hour(3),
            List.of(),
            Optional.empty(),
            "plc: not reachable");
    committed(A, OF_A, 1, 2);
    oneCommitted(A, OF_A, 3, 3, down);
    assertThat(of(2, 3).verdict()).isEqualTo(Verdict.GAPS_DECLARED);
    assertThat(of(2, 3).totals().lost()).isEmpty();
    assertThat(of(1, 2).verdict()).isEqualTo(Verdict.COMPLETE);
  }

  @Test
  void anEpochThatIsKnownFromGapsAloneKeepsItsPlace() {
    committed(A, OF_A, 1, 2, 3);
    oneCommitted(C, new Opening(8, B), 8, 8, dropped(B, 4, 7));
    committed(C, new Opening(8, B), 9, 10);
    Certificate certificate = of(1, 11);
    assertThat(certificate.verdict()).isEqualTo(Verdict.GAPS_DECLARED);
    assertThat(links(certificate)).extracting(Link::epoch).contains(A, B, C);
    assertThat(certificate.chains()).hasSize(1);
    assertThat(missing(certificate)).isEmpty();
  }

  @Test
  void betweenAnEpochAndOneThatIsKnownFromGapsAloneNumbersMayBeMissing() {
    committed(A, OF_A, 1, 2, 3);
    oneCommitted(D, new Opening(10, C), 10, 10, dropped(B, 5, 6), dropped(C, 7, 9));
    Certificate certificate = of(1, 11);
    assertThat(certificate.verdict()).isEqualTo(Verdict.MISSING);
    assertThat(missing(certificate)).containsExactly(range(4, 4));
    assertThat(links(certificate)).extracting(Link::epoch).containsExactly(A, B, C, D);
  }

  @Test
  void theNumbersOfAnEpochOfWhichNothingArrivedAreMissing() {
    committed(A, OF_A, 1, 2, 3);
    committed(C, new Opening(8, B), 8, 9, 10);
    assertThat(of(5, 6).verdict()).isEqualTo(Verdict.MISSING);
    assertThat(missing(of(5, 6))).containsExactly(range(4, 7));
    assertThat(of(1, 3).verdict()).isEqualTo(Verdict.COMPLETE);
    assertThat(of(9, 11).verdict()).isEqualTo(Verdict.COMPLETE);
  }

  @Test
  void aLogWhoseBeginningNeverArrivedIsABrokenChain() {
    committed(C, new Opening(8, B), 8, 9, 10);
    for (Certificate certificate : List.of(of(5, 6), of(7, 9))) {
      assertThat(certificate.verdict()).isEqualTo(Verdict.BROKEN_CHAIN);
      assertThat(certificate.chains().getFirst().headUnknown()).isTrue();
    }
    assertThat(of(9, 11).verdict()).isEqualTo(Verdict.COMPLETE);
  }

  /** Refused at the door; if it was let in by an older version, it is not called complete. */
  @Test
  void aSecondSuccessorBreaksTheChain() {
    committed(A, OF_A, 1, 2);
    committed(B, new Opening(3, A), 3, 4);
    oneCommitted(C, new Opening(3, A), 3, 5);
    oneCommitted(C, new Opening(3, A), 4, 6);
    assertThat(of(4, 6).verdict()).isEqualTo(Verdict.BROKEN_CHAIN);
  }

  @Test
  void aLogThatStartsAtOneIsWholeWhateverWasOpenedBefore() {
    committed(C, new Opening(1, B), 1, 2, 3);
    assertThat(of(1, 4).verdict()).isEqualTo(Verdict.COMPLETE);
    assertThat(of(1, 4).chains().getFirst().headUnknown()).isFalse();
  }

  @Test
  void anOpeningThatNumberedNothingLeavesNoHole() {
    committed(A, OF_A, 1, 2, 3);
    committed(C, new Opening(4, B), 4, 5, 6);
    assertThat(of(1, 7).verdict()).isEqualTo(Verdict.COMPLETE);
    assertThat(links(of(1, 7))).extracting(Link::epoch).containsExactly(A, C);
  }

  @Test
  void anEdgeThatNamesItsEpochsInACircleIsNotBelieved() {
    committed(A, new Opening(3, B), 3, 4);
    committed(B, new Opening(1, A), 1, 2);
    assertThat(of(1, 5).verdict()).isEqualTo(Verdict.BROKEN_CHAIN);
    assertThat(of(1, 5).totals().batches()).isEqualTo(4);
  }

  @Test
  void anHourWithoutReadingsInAnUnbrokenLogIsComplete() {
    oneCommitted(A, OF_A, 1, 1);
    oneCommitted(A, OF_A, 2, 9);
    assertThat(of(4, 5).verdict()).isEqualTo(Verdict.COMPLETE);
    assertThat(of(4, 5).totals().readings()).isZero();
  }

  @Test
  void numbersAtTheirLimitAreHeld() {
    oneCommitted(A, OF_A, 1, 1);
    for (long sequence : Arrays.asList(Long.MAX_VALUE, Long.MAX_VALUE - 2)) {
      continuity.committed(
          List.of(new Receipt(new BatchId(EDGE, A, sequence), OF_A, 0, List.of(), List.of())),
          hour(3));
    }
    assertThat(missing(of(1, 2)))
        .containsExactly(
            range(2, Long.MAX_VALUE - 3), range(Long.MAX_VALUE - 1, Long.MAX_VALUE - 1));
  }
}
