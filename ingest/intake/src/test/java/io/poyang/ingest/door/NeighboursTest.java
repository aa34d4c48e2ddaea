package io.poyang.ingest.door;

import static io.poyang.ingest.door.Road.EDGE;
import static io.poyang.ingest.door.Road.OTHER;
import static io.poyang.ingest.door.Road.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.poyang.telemetry.config.Size;
import io.poyang.telemetry.edges.EdgeStatus;
import io.poyang.telemetry.quarantine.Reason;
import io.poyang.telemetry.wire.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What one edge does is nobody else's trouble. */
class NeighboursTest {
  private static final long PATIENCE = 30_000;

  private final Road road = new Road(Road.settings(new Size(64 << 10), new Size(256 << 10), 2_048));

  @AfterEach
  void close() {
    road.close();
  }

  /** The other edge publishes one reading after the other, and waits for each receipt. */
  private void hasReceipts(MqttAsyncClient client, int count) throws MqttException {
    for (int i = 0; i < count; i++) {
      byte[] reading =
          "{\"site\":\"furnace\",\"point\":\"t1\",\"at\":%d,\"value\":851}"
              .formatted(Road.NOW.toEpochMilli() - i)
              .getBytes(StandardCharsets.UTF_8);
      client.publish(Topics.json(OTHER, "probe"), reading, 1, false).waitForCompletion(PATIENCE);
    }
  }

  private EdgeStatus status(boolean flood) {
    return road.edges.edges().stream()
        .filter(status -> status.edge().equals(flood ? EDGE : OTHER))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void receiptsKeepComingWhileAnotherEdgeFloods() throws Exception {
    MqttAsyncClient calm = road.client("calm", OTHER, "open south");
    AtomicBoolean flooding = new AtomicBoolean(true);
    AtomicInteger sent = new AtomicInteger();
    try (RawClient flood = new RawClient(road.door.actualPort(), EDGE, "open north", "flood")) {
      byte[] rubbish = new byte[32 << 10];
      Thread sending =
          Thread.ofVirtual()
              .start(
                  () -> {
                    while (flooding.get()) {
                      flood.publish(Topics.live(EDGE), rubbish, 1 + sent.get() % 60_000);
                      sent.incrementAndGet();
                    }
                  });
      Thread reading =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      for (int i = 0; flooding.get() || i < sent.get(); i++) {
                        flood.readReceipt();
                      }
                    } catch (IOException e) {
                      throw new UncheckedIOException(e);
                    }
                  });
      road.store.hold();
      byte[] held = road.payload(batch(1, 10));
      calm.publish(Topics.json(OTHER, "probe"), held, 1, false);
      road.client("holder", EDGE, "open north").publish(Topics.live(EDGE), held, 1, false);
      await().atMost(Duration.ofSeconds(30)).until(() -> status(true).pauses() > 0);
      road.store.release();

      hasReceipts(calm, 50);
      assertThat(sending.isAlive()).isTrue();
      assertThat(status(false).pauses()).isZero();
      flooding.set(false);
      sending.join();
      reading.join();
    }
  }

  /** Its receipts fill its own line, and then it is not read until it reads. */
  @Test
  void whoDoesNotReadItsReceiptsWaitsAlone() throws Exception {
    MqttAsyncClient calm = road.client("calm", OTHER, "open south");
    try (RawClient slow = RawClient.narrow(road.door.actualPort(), EDGE, "open north", "slow")) {
      byte[] nothing = "[]".getBytes(StandardCharsets.UTF_8);
      AtomicInteger sent = new AtomicInteger();
      Thread sending =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      while (road.count("poyang.door.pauses") == 0 && sent.get() < 2_000_000) {
                        for (int i = 0; i < 500; i++) {
                          slow.write(Topics.json(EDGE, "p"), nothing, 1 + i);
                          sent.incrementAndGet();
                        }
                        slow.flush();
                      }
                    } catch (IOException e) {
                      throw new UncheckedIOException(e);
                    }
                  });
      await().atMost(Duration.ofSeconds(60)).until(() -> road.count("poyang.door.pauses") > 0);
      hasReceipts(calm, 20);

      Thread reading =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      for (int i = 0; i < 1_000; i++) {
                        slow.readReceipt();
                      }
                    } catch (IOException e) {
                      throw new UncheckedIOException(e);
                    }
                  });
      reading.join();
      sending.join();
      slow.readReceipts(sent.get() - 1_000);
    }
  }

  @Test
  void aBatchOnWhichTheStoreFailsCostsOthersOnlyAMoment() throws Exception {
    MqttAsyncClient bad = road.northEdge();
    MqttAsyncClient calm = road.client("calm", OTHER, "open south");
    hasReceipts(calm, 1);
    road.store.defect(one -> one.id().edge().equals(EDGE) && one.id().sequence() == 2);
    bad.publish(Topics.live(EDGE), road.payload(batch(2, 10)), 1, false);
    hasReceipts(calm, 20);
    bad.publish(Topics.live(EDGE), road.payload(batch(3, 10)), 1, false)
        .waitForCompletion(PATIENCE);
    assertThat(road.quarantine.countByReason()).isEqualTo(Map.of(Reason.STORE_REFUSED, 1L));
  }
}
