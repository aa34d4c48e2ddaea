package io.poyang.edge.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.poyang.edge.forward.Lanes.Next;
import io.poyang.edge.uplink.Lane;
import org.junit.jupiter.api.Test;

class LanesTest {
  private final Lanes lanes = new Lanes();

  @Test
  void nothingGoesWithoutAConnection() {
    lanes.committed(10);
    assertThat(lanes.next()).isInstanceOf(Next.Nothing.class);
  }

  @Test
  void whatWasThereAtTheConnectIsBackfillAndWhatComesLaterIsLive() {
    lanes.connected(10, 8);
    assertThat(lanes.next()).isEqualTo(new Next.Send(Lane.BACKFILL, 1, 10, 4));
    lanes.committed(12);
    assertThat(lanes.next()).isEqualTo(new Next.Send(Lane.LIVE, 11, 12, 7));
  }

  @Test
  void backfillUsesWhatItIsAllowedAndNeverLessThanOne() {
    lanes.connected(10, 8);
    lanes.allowBackfill(2);
    assertThat(lanes.next()).isEqualTo(new Next.Send(Lane.BACKFILL, 1, 10, 2));
    lanes.allowBackfill(0);
    assertThat(lanes.next()).isEqualTo(new Next.Send(Lane.BACKFILL, 1, 10, 1));
    lanes.take(Lane.BACKFILL, 1);
    assertThat(lanes.next()).isInstanceOf(Next.Nothing.class);
  }

  @Test
  void oneOfTheWindowIsBackfillHoweverMuchIsLive() {
    lanes.connected(10, 4);
    lanes.committed(100);
    for (long sequence = 11; sequence <= 13; sequence++) {
      assertThat(lanes.next())
          .isEqualTo(new Next.Send(Lane.LIVE, sequence, 100, (int) (14 - sequence)));
      lanes.take(Lane.LIVE, sequence);
    }
    assertThat(lanes.next()).isEqualTo(new Next.Send(Lane.BACKFILL, 1, 10, 1));
    lanes.take(Lane.BACKFILL, 1);
    lanes.acknowledged(11);
    assertThat(lanes.next()).isEqualTo(new Next.Send(Lane.LIVE, 14, 100, 1));
  }

  @Test
  void backfillLeavesHalfTheWindowToLive() {
    lanes.connected(10, 4);
    lanes.take(Lane.BACKFILL, 1);
    lanes.take(Lane.BACKFILL, 2);
    assertThat(lanes.next()).isInstanceOf(Next.Nothing.class);
    lanes.committed(11);
    assertThat(lanes.next()).isEqualTo(new Next.Send(Lane.LIVE, 11, 11, 2));
  }

  @Test
  void windowOfOneStillBringsTheBackfillHome() {
    lanes.connected(10, 1);
    assertThat(lanes.next()).isEqualTo(new Next.Send(Lane.BACKFILL, 1, 10, 1));
  }

  @Test
  void fullWindowWaitsForAnAcknowledgement() {
    lanes.connected(0, 1);
    lanes.committed(2);
    lanes.take(Lane.LIVE, 1);
    assertThat(lanes.next()).isInstanceOf(Next.Nothing.class);
    lanes.acknowledged(1);
    assertThat(lanes.next()).isEqualTo(new Next.Send(Lane.LIVE, 2, 2, 1));
  }

  @Test
  void refusedBatchGoesAgainBeforeNewerOnes() {
    lanes.connected(0, 4);
    lanes.committed(3);
    lanes.take(Lane.LIVE, 1);
    lanes.failed(1);
    assertThat(lanes.next()).isEqualTo(new Next.Send(Lane.LIVE, 1, 1, 1));
  }

  @Test
  void reconnectMakesEverythingUnacknowledgedBackfill() {
    lanes.connected(0, 4);
    lanes.committed(3);
    lanes.take(Lane.LIVE, 1);
    lanes.take(Lane.LIVE, 2);
    lanes.disconnected();
    lanes.connected(5, 4);
    assertThat(lanes.next()).isEqualTo(new Next.Send(Lane.BACKFILL, 1, 5, 2));
  }

  @Test
  void lateLiveLaneStartsAfreshAndWhatIsOnItsWayIsNotSentTwice() {
    lanes.connected(0, 2);
    lanes.committed(9);
    lanes.take(Lane.LIVE, 1);
    lanes.late(7);
    assertThat(lanes.next()).isEqualTo(new Next.Send(Lane.BACKFILL, 1, 9, 1));
    lanes.committed(10);
    assertThat(lanes.next()).isEqualTo(new Next.Send(Lane.LIVE, 10, 10, 1));
    assertThat(lanes.take(Lane.BACKFILL, 1)).isFalse();
    lanes.acknowledged(1);
    lanes.take(Lane.LIVE, 10);
    assertThat(lanes.next()).isEqualTo(new Next.Send(Lane.BACKFILL, 2, 9, 1));
  }

  @Test
  void liveLaneThatKeepsUpIsNeverLate() {
    lanes.connected(0, 2);
    lanes.committed(9);
    for (long sequence = 1; sequence <= 7; sequence++) {
      lanes.take(Lane.LIVE, sequence);
      lanes.acknowledged(sequence);
    }
    lanes.late(7);
    assertThat(lanes.next()).isEqualTo(new Next.Send(Lane.LIVE, 8, 9, 2));
  }

  @Test
  void restingBatchesHoldUpNoOtherAndAFewOfThemAreTriedAgain() {
    lanes.connected(0, 8);
    lanes.committed(20);
    for (long sequence = 1; sequence <= 20; sequence++) {
      assertThat(lanes.take(Lane.LIVE, sequence)).isTrue();
      lanes.rest(sequence);
    }
    assertThat(lanes.next()).isInstanceOf(Next.Nothing.class);
    lanes.wakeSome();
    assertThat(lanes.resting()).isEqualTo(18);
    assertThat(lanes.next()).isEqualTo(new Next.Send(Lane.BACKFILL, 1, 1, 1));
    lanes.take(Lane.BACKFILL, 1);
    lanes.acknowledged(1);
    assertThat(lanes.resting()).isZero();
    assertThat(lanes.next()).isEqualTo(new Next.Send(Lane.BACKFILL, 2, 2, 1));
  }

  @Test
  void restingBatchIsNotSentByTheOtherLane() {
    lanes.connected(0, 8);
    lanes.committed(3);
    lanes.take(Lane.LIVE, 1);
    lanes.rest(1);
    lanes.late(1);
    lanes.late(3);
    assertThat(lanes.take(Lane.BACKFILL, 1)).isFalse();
    assertThat(lanes.next()).isEqualTo(new Next.Send(Lane.BACKFILL, 2, 3, 4));
  }

  @Test
  void rangeWithoutBatchesIsNotAskedForAgain() {
    lanes.connected(10, 4);
    lanes.nothingFound((Next.Send) lanes.next());
    assertThat(lanes.next()).isInstanceOf(Next.Nothing.class);
  }
}
