package io.poyang.ingest.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.poyang.ingest.intake.Judgement.Copied;
import io.poyang.ingest.intake.Judgement.Fresh;
import io.poyang.ingest.intake.Judgement.Repeat;
import io.poyang.telemetry.Batch;
import io.poyang.telemetry.BatchId;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Opening;
import io.poyang.telemetry.continuity.Continuity.Receipt;
import io.poyang.telemetry.continuity.MemoryContinuity;
import io.poyang.telemetry.quarantine.MemoryQuarantine;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineageTest {
  private static final EdgeId EDGE = new EdgeId("north-edge");
  private static final Instant AT = Instant.parse("2026-03-01T08:00:00Z");

  /** As they are called in messages. */
  private static final long A = 10;

  private static final long B = 11;
  private static final long C = 12;

  private final MemoryContinuity continuity = new MemoryContinuity();
  private final MemoryQuarantine quarantine = new MemoryQuarantine();
  private Lineages lineages = new Lineages(continuity, quarantine);

  private static Batch.Header header(long epoch, Opening opening, long sequence, int checksum) {
    return new Batch.Header(new BatchId(EDGE, epoch, sequence), opening, List.of(), checksum);
  }

  /** As an agent would send it: one checksum for one number. */
  private static Batch.Header header(long epoch, Opening opening, long sequence) {
    return header(epoch, opening, sequence, (int) (epoch * 1000 + sequence));
  }

  private static Opening root() {
    return Opening.OF_NEW_LOG;
  }

  private Judgement judge(Batch.Header header) {
    return lineages.judge(header);
  }

  private void commit(Batch.Header header) {
    assertThat(judge(header)).isInstanceOf(Fresh.class);
    continuity.committed(
        List.of(
            new Receipt(header.id(), header.opening(), header.checksum(), List.of(), List.of())),
        AT);
    lineages.committed();
  }

  private void restart() {
    lineages = new Lineages(continuity, quarantine);
  }

  private static String detail(Judgement judgement) {
    assertThat(judgement).isInstanceOf(Copied.class);
    return ((Copied) judgement).detail();
  }

  @Test
  void whatIsUnderWayIsARepeatBeforeItIsCommitted() {
    assertThat(judge(header(A, root(), 1))).isEqualTo(new Fresh(true));
    assertThat(judge(header(A, root(), 1))).isInstanceOf(Repeat.class);
    assertThat(judge(header(A, root(), 2))).isEqualTo(new Fresh(false));
    assertThat(detail(judge(header(A, root(), 2, 7)))).contains("with another content");
  }

  @Test
  void whatWasCommittedIsARepeatAlsoAfterARestart() {
    commit(header(A, root(), 1));
    restart();
    assertThat(judge(header(A, root(), 1))).isInstanceOf(Repeat.class);
    assertThat(judge(header(A, root(), 2))).isEqualTo(new Fresh(false));
  }

  /** The live lane goes ahead of what the last opening left behind. */
  @Test
  void epochsOfOneLogMayArriveInAnyOrder() {
    commit(header(C, new Opening(9, B), 9));
    commit(header(A, root(), 2));
    commit(header(B, new Opening(5, A), 5));
    commit(header(A, root(), 1));
    commit(header(C, new Opening(9, B), 10));
    commit(header(B, new Opening(5, A), 8));
  }

  @Test
  void oneNumberWithTwoContentsIsACopyAndTheEpochIsNotGoneOnWith() {
    commit(header(A, root(), 1));
    restart();
    assertThat(detail(judge(header(A, root(), 1, 7))))
        .contains("edge north-edge: batch north-edge#a/1 is in the store with another content")
        .contains("./poyang log renew --config FILE");
    // Whose is it? Neither's, until somebody has looked.
    assertThat(detail(judge(header(A, root(), 2)))).contains("two contents for one number");
    assertThat(judge(header(A, root(), 1))).isInstanceOf(Repeat.class);
  }

  /** Else each restart lets through what the quicker of the two sends next. */
  @Test
  void anEpochOfTwoContentsIsNotGoneOnWithAfterARestartEither() {
    commit(header(A, root(), 1));
    Batch.Header other = header(A, root(), 1, 7);
    quarantine.put(List.of(Refusals.copied(other.id(), AT, detail(judge(other)))));
    restart();
    assertThat(detail(judge(header(A, root(), 2)))).contains("two contents for one number");
    assertThat(judge(header(A, root(), 1))).isInstanceOf(Repeat.class);
  }

  /** What goes on after its successor is of the copy; what came before that is not. */
  @Test
  void anEpochThatACopyWentOnWithKeepsItsOwnNumbersAfterARestart() {
    commit(header(A, root(), 1));
    commit(header(B, new Opening(5, A), 5));
    Batch.Header copy = header(A, root(), 5);
    quarantine.put(List.of(Refusals.copied(copy.id(), AT, detail(judge(copy)))));
    restart();
    assertThat(judge(header(A, root(), 4))).isInstanceOf(Fresh.class);
  }

  /** The live lane brings the last opening first, so a copy may be the first of an earlier one. */
  @Test
  void anEpochThatIsFirstHeardOfAfterItsSuccessorBeganIsACopyToo() {
    commit(header(A, root(), 1));
    commit(header(C, new Opening(9, B), 9));
    assertThat(detail(judge(header(B, new Opening(5, A), 9))))
        .contains("epoch b goes on with batch 9, but epoch c has followed it from batch 9");
  }

  @Test
  void oneEpochWithTwoOpeningsIsACopy() {
    commit(header(A, root(), 1));
    assertThat(detail(judge(header(A, new Opening(2, B), 2))))
        .contains("epoch a began with batch 1 after epoch none", "with batch 2 after epoch b");
  }

  @Test
  void aSecondSuccessorIsACopy() {
    commit(header(A, root(), 1));
    commit(header(B, new Opening(5, A), 5));
    restart();
    assertThat(detail(judge(header(C, new Opening(5, A), 5))))
        .contains("epoch c follows epoch a, which epoch b has followed already");
    assertThat(judge(header(B, new Opening(5, A), 6))).isInstanceOf(Fresh.class);
  }

  /** A backup from before the log went on is a copy even though nobody has opened it since. */
  @Test
  void anEpochThatBeginsBeforeTheLastOneEndedIsACopy() {
    commit(header(A, root(), 7));
    assertThat(detail(judge(header(B, new Opening(5, A), 5))))
        .contains("epoch b begins with batch 5, but epoch a before it has gone on to batch 7");
  }

  @Test
  void anEpochThatGoesOnAfterItsSuccessorBeganIsACopy() {
    commit(header(A, root(), 1));
    commit(header(B, new Opening(5, A), 5));
    assertThat(detail(judge(header(A, root(), 5))))
        .contains("epoch a goes on with batch 5, but epoch b has followed it from batch 5");
    assertThat(judge(header(A, root(), 4))).isInstanceOf(Fresh.class);
  }

  @Test
  void aNewLogIsAlwaysWelcome() {
    commit(header(A, root(), 1));
    assertThat(judge(header(B, root(), 1))).isEqualTo(new Fresh(true));
    assertThat(judge(header(C, new Opening(40, Opening.NONE), 40))).isEqualTo(new Fresh(true));
  }

  /** A copy that is started again must not pass for a log whose last epoch is still to come. */
  @Test
  void whatFollowsACopyIsOfTheCopyAlsoAfterARestart() {
    commit(header(A, root(), 1));
    commit(header(B, new Opening(5, A), 5));
    Batch.Header copy = header(C, new Opening(5, A), 5);
    String why = detail(judge(copy));
    quarantine.put(List.of(Refusals.copied(copy.id(), AT, why)));
    restart();
    assertThat(detail(judge(header(13, new Opening(9, C), 9))))
        .contains("epoch d follows epoch c, which is of a copied log");
  }

  /** The live lane brings the newest first: the copy's later opening may come before the proof. */
  @Test
  void whatFollowsACopyGoesNoFurtherOnceTheCopyIsFound() {
    commit(header(A, root(), 1));
    commit(header(B, new Opening(5, A), 5));
    commit(header(13, new Opening(9, C), 9));
    Batch.Header copy = header(C, new Opening(5, A), 5);
    quarantine.put(List.of(Refusals.copied(copy.id(), AT, detail(judge(copy)))));
    assertThat(judge(header(13, new Opening(9, C), 10))).isInstanceOf(Copied.class);
    restart();
    assertThat(judge(header(13, new Opening(9, C), 11))).isInstanceOf(Copied.class);
  }

  @Test
  void aCopyIsNewsOnceAnEpoch() {
    commit(header(A, root(), 1));
    commit(header(B, new Opening(5, A), 5));
    assertThat(judge(header(C, new Opening(5, A), 5)))
        .isInstanceOfSatisfying(Copied.class, copied -> assertThat(copied.first()).isTrue());
    assertThat(judge(header(C, new Opening(5, A), 6)))
        .isInstanceOfSatisfying(Copied.class, copied -> assertThat(copied.first()).isFalse());
    assertThat(judge(header(13, new Opening(5, A), 5)))
        .isInstanceOfSatisfying(Copied.class, copied -> assertThat(copied.first()).isTrue());
  }

  @Test
  void anEdgeThatWasForgottenIsReadAgain() {
    lineages = new Lineages(continuity, quarantine, 1);
    commit(header(A, root(), 1));
    BatchId other = new BatchId(new EdgeId("south-edge"), A, 1);
    judge(new Batch.Header(other, root(), List.of(), 3));
    lineages.committed();
    assertThat(judge(header(A, root(), 1))).isInstanceOf(Repeat.class);
    assertThat(judge(header(A, root(), 2))).isEqualTo(new Fresh(false));
  }
}
