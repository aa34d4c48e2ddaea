package io.poyang.edge.uplink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every uplink promises. */
public abstract class UplinkContract {
  /** What the uplink told, in order. */
  protected final List<String> told = new CopyOnWriteArrayList<>();

  private Uplink uplink;
  private FarIngest far;

  /** Starts a far side; {@link #open} connects to it. */
  protected abstract FarIngest far() throws Exception;

  protected abstract Uplink open(FarIngest far);

  @BeforeEach
  void connect() throws Exception {
    far = far();
    uplink = open(far);
    uplink.start(
        new Uplink.Listener() {
          @Override
          public void connected(int window) {
            told.add("connected");
          }

          @Override
          public void disconnected() {
            told.add("disconnected");
          }
        });
    await().until(() -> told.contains("connected"));
  }

  @AfterEach
  void close() {
    uplink.close();
    far.close();
  }

  @Test
  void sendCompletesOnlyOnceIngestHasAcknowledged() {
    CompletableFuture<Void> receipt = uplink.send(Lane.LIVE, bytes("a")).toCompletableFuture();
    await().until(() -> far.received().size() == 1);
    assertThat(receipt).isNotDone();
    far.answer(0);
    await().until(receipt::isDone);
    receipt.join();
  }

  @Test
  void everyKindOfPayloadGoesItsOwnWayUnchanged() {
    uplink.send(Lane.LIVE, bytes("l"));
    uplink.send(Lane.BACKFILL, bytes("b"));
    uplink.announce(bytes("c"));
    uplink.report(bytes("s"));
    await().until(() -> far.received().size() == 4);
    assertThat(far.received().stream().map(one -> one.way() + " " + text(one.payload())))
        .containsExactlyInAnyOrder("live l", "backfill b", "catalogue c", "status s");
  }

  @Test
  void refusalKeepsItsCodeItsReasonAndTheConnection() {
    CompletableFuture<Void> refused = uplink.send(Lane.LIVE, bytes("a")).toCompletableFuture();
    await().until(() -> far.received().size() == 1);
    far.answer(0x97);
    await().until(refused::isDone);
    assertThatThrownBy(refused::join)
        .hasCauseInstanceOf(UplinkRefusedException.class)
        .hasMessageContaining("0x97")
        .hasMessageContaining("said by the test");
    CompletableFuture<Void> next = uplink.send(Lane.LIVE, bytes("b")).toCompletableFuture();
    await().until(() -> far.received().size() == 2);
    far.answer(0);
    await().until(next::isDone);
    next.join();
    assertThat(told).containsExactly("connected");
  }

  @Test
  void lostConnectionFailsWhatIsOpenThenTellsThenConnectsAgain() {
    List<CompletableFuture<Void>> open =
        List.of(
            uplink.send(Lane.LIVE, bytes("a")).toCompletableFuture(),
            uplink.send(Lane.BACKFILL, bytes("b")).toCompletableFuture());
    open.forEach(receipt -> receipt.whenComplete((done, failure) -> told.add("failed")));
    await().until(() -> far.received().size() == 2);
    far.cut();
    await().until(() -> told.size() == 5);
    assertThat(told).containsExactly("connected", "failed", "failed", "disconnected", "connected");
    assertThatThrownBy(open.getFirst()::join).hasCauseInstanceOf(UplinkLostException.class);

    CompletableFuture<Void> again = uplink.send(Lane.LIVE, bytes("a")).toCompletableFuture();
    await().until(() -> far.received().size() == 3);
    far.answer(0);
    await().until(again::isDone);
    again.join();
    assertThat(uplink.state()).isInstanceOf(UplinkState.Connected.class);
  }

  @Test
  void nothingIsSentAgainByTheUplinkItself() {
    uplink.send(Lane.LIVE, bytes("a"));
    await().until(() -> far.received().size() == 1);
    far.cut();
    await().until(() -> told.size() == 3);
    CompletableFuture<Void> next = uplink.send(Lane.LIVE, bytes("b")).toCompletableFuture();
    await().until(() -> far.received().size() == 2);
    far.answer(0);
    await().until(next::isDone);
    assertThat(far.received().stream().map(one -> text(one.payload()))).containsExactly("a", "b");
  }

  @Test
  void closedUplinkFailsWhatIsOpenAndTakesNothing() {
    CompletableFuture<Void> open = uplink.send(Lane.LIVE, bytes("a")).toCompletableFuture();
    uplink.close();
    assertThatThrownBy(open::join).hasCauseInstanceOf(UplinkLostException.class);
    assertThatThrownBy(uplink.send(Lane.LIVE, bytes("b")).toCompletableFuture()::join)
        .hasCauseInstanceOf(UplinkLostException.class);
    assertThat(uplink.state()).isInstanceOf(UplinkState.Disconnected.class);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
