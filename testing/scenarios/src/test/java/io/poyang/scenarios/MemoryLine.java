package io.poyang.scenarios;

import io.poyang.edge.uplink.Lane;
import io.poyang.edge.uplink.Uplink;
import io.poyang.edge.uplink.UplinkLostException;
import io.poyang.edge.uplink.UplinkState;
import io.poyang.ingest.edges.EdgeAccess;
import io.poyang.ingest.intake.Delivery;
import io.poyang.ingest.intake.Intake;
import io.poyang.ingest.intake.Reception;
import io.poyang.ingest.intake.Sender;
import io.poyang.telemetry.wire.Topics;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A line between a forwarder and an intake that moves only when it is told to. As over MQTT, what
 * is sent arrives in its order, receipts come back in any, and a cut takes with it both what had
 * not arrived and the receipts of what had.
 */
final class MemoryLine implements Uplink {
  private final EdgeAccess edge;
  private final int window;
  private final ArrayDeque<Sent> sent = new ArrayDeque<>();
  private final List<CompletableFuture<Void>> receipts = new ArrayList<>();
  private final List<String> refusals = new ArrayList<>();
  private @Nullable Listener listener;
  private Connection connection = new Connection();

  private record Sent(Lane lane, byte[] payload, CompletableFuture<Void> receipt) {}

  /** What the intake answers to; after a cut nobody hears it. */
  private final class Connection implements Sender {
    private final Map<Integer, CompletableFuture<Void>> open = new HashMap<>();
    private int tickets;

    @Override
    public void settled(int ticket, int weight) {
      synchronized (MemoryLine.this) {
        CompletableFuture<Void> receipt = open.remove(ticket);
        if (receipt != null && connection == this) {
          receipts.add(receipt);
        }
      }
    }

    @Override
    public void refused(int ticket, int weight, String why) {
      synchronized (MemoryLine.this) {
        refusals.add(why);
      }
    }

    @Override
    public void settle() {}
  }

  MemoryLine(EdgeAccess edge, int window) {
    this.edge = edge;
    this.window = window;
  }

  @Override
  public synchronized void start(Listener newListener) {
    listener = newListener;
    newListener.connected(window);
  }

  @Override
  public synchronized CompletionStage<Void> send(Lane lane, byte[] payload) {
    if (listener == null) {
      return CompletableFuture.failedStage(new UplinkLostException("closed"));
    }
    CompletableFuture<Void> receipt = new CompletableFuture<>();
    sent.add(new Sent(lane, payload, receipt));
    return receipt;
  }

  /** The next so many payloads arrive. */
  synchronized void arrive(int count, Reception reception, Intake intake) {
    for (int i = 0; i < count && !sent.isEmpty(); i++) {
      Sent next = sent.remove();
      boolean live = next.lane() == Lane.LIVE;
      String topic = live ? Topics.live(edge.edge()) : Topics.backfill(edge.edge());
      int ticket = connection.tickets++;
      connection.open.put(ticket, next.receipt());
      intake.deliver(
          new Delivery(
              edge.edge(),
              live ? io.poyang.ingest.intake.Lane.LIVE : io.poyang.ingest.intake.Lane.BACKFILL,
              connection,
              ticket,
              next.payload().length,
              reception.batch(edge, topic, next.payload())));
    }
  }

  /** One of the receipts that are on their way comes back; false where there is none. */
  synchronized boolean hear(int choice) {
    if (receipts.isEmpty()) {
      return false;
    }
    receipts.remove(choice % receipts.size()).complete(null);
    return true;
  }

  synchronized void cut() {
    lose();
    if (listener != null) {
      listener.connected(window);
    }
  }

  private void lose() {
    List<CompletableFuture<Void>> lost = new ArrayList<>(receipts);
    lost.addAll(connection.open.values());
    sent.forEach(one -> lost.add(one.receipt()));
    receipts.clear();
    sent.clear();
    connection = new Connection();
    lost.forEach(receipt -> receipt.completeExceptionally(new UplinkLostException("cut")));
    if (listener != null) {
      listener.disconnected();
    }
  }

  /** What the intake would not have; there should be nothing. */
  synchronized List<String> refusals() {
    return List.copyOf(refusals);
  }

  @Override
  public CompletionStage<Void> announce(byte[] announcement) {
    return CompletableFuture.completedStage(null);
  }

  @Override
  public void report(byte[] status) {}

  @Override
  public UplinkState state() {
    return new UplinkState.Connected(Instant.EPOCH, "in memory");
  }

  @Override
  public synchronized void close() {
    listener = null;
    lose();
  }
}
