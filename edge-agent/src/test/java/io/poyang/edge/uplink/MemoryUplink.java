package io.poyang.edge.uplink;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** An uplink without a network, and its far side. Connects at once, and again after each cut. */
public final class MemoryUplink implements Uplink, FarIngest {
  private final int window;
  private final List<Received> received = new ArrayList<>();
  private final Map<CompletableFuture<Void>, byte[]> open = new LinkedHashMap<>();
  private @Nullable Listener listener;
  private boolean connected;
  private boolean stumbles;

  public MemoryUplink(int window) {
    this.window = window;
  }

  @Override
  public synchronized void start(Listener newListener) {
    listener = newListener;
    connected = true;
    newListener.connected(window);
  }

  @Override
  public CompletionStage<Void> send(Lane lane, byte[] payload) {
    return take(lane.name().toLowerCase(Locale.ROOT), payload);
  }

  @Override
  public CompletionStage<Void> announce(byte[] announcement) {
    return take("catalogue", announcement);
  }

  /** The next payload meets a defect. */
  public synchronized void stumble() {
    stumbles = true;
  }

  private synchronized CompletionStage<Void> take(String way, byte[] payload) {
    if (stumbles) {
      stumbles = false;
      throw new IllegalStateException("a defect of the uplink");
    }
    if (!connected) {
      return CompletableFuture.failedStage(new UplinkLostException("not connected"));
    }
    received.add(new Received(way, payload));
    CompletableFuture<Void> receipt = new CompletableFuture<>();
    open.put(receipt, payload);
    return receipt;
  }

  @Override
  public synchronized void report(byte[] status) {
    if (connected) {
      received.add(new Received("status", status));
    }
  }

  @Override
  public synchronized UplinkState state() {
    return connected
        ? new UplinkState.Connected(Instant.EPOCH, "in memory")
        : new UplinkState.Disconnected(Instant.EPOCH, "closed");
  }

  @Override
  public synchronized List<Received> received() {
    return List.copyOf(received);
  }

  /** Payloads that wait for an answer, oldest first. */
  public synchronized List<byte[]> unanswered() {
    return List.copyOf(open.values());
  }

  @Override
  public synchronized void answer(int code) {
    while (!open.isEmpty()) {
      answer(0, code);
    }
  }

  /** Answers one of those that wait. */
  public synchronized byte[] answer(int index, int code) {
    CompletableFuture<Void> receipt = new ArrayList<>(open.keySet()).get(index);
    byte[] payload = open.remove(receipt);
    if (code == 0) {
      receipt.complete(null);
    } else {
      receipt.completeExceptionally(new UplinkRefusedException(code, "said by the test"));
    }
    return payload == null ? new byte[0] : payload;
  }

  @Override
  public synchronized void cut() {
    lose();
    Listener known = listener;
    if (known != null) {
      connected = true;
      known.connected(window);
    }
  }

  private void lose() {
    boolean was = connected;
    connected = false;
    List<CompletableFuture<Void>> lost = List.copyOf(open.keySet());
    open.clear();
    lost.forEach(receipt -> receipt.completeExceptionally(new UplinkLostException("cut")));
    Listener known = listener;
    if (was && known != null) {
      known.disconnected();
    }
  }

  @Override
  public synchronized void close() {
    listener = null;
    lose();
  }
}
