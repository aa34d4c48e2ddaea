package io.poyang.edge.opcua;

import io.poyang.edge.source.Untold.Loss;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;

/** What the server reports on its way from Milo's threads, which never wait, to the loop. */
final class Arrivals {
  /** Values that may wait; beyond them they are left to the server's history. */
  private static final int MOST_WAITING = 100_000;

  private final Executor loop;
  private final BiConsumer<List<OpcUaMonitoredItem>, List<DataValue>> taker;
  private final AtomicInteger waiting = new AtomicInteger();
  private final Map<Watch, Loss> passedOver = new ConcurrentHashMap<>();

  /**
   * @param taker takes what was reported, on the loop
   */
  Arrivals(Executor loop, BiConsumer<List<OpcUaMonitoredItem>, List<DataValue>> taker) {
    this.loop = loop;
    this.taker = taker;
  }

  /** Any thread. */
  void arrived(List<OpcUaMonitoredItem> items, List<DataValue> values) {
    if (waiting.addAndGet(items.size()) > MOST_WAITING) {
      waiting.addAndGet(-items.size());
      passOver(items, values);
      return;
    }
    loop.execute(
        () -> {
          waiting.addAndGet(-items.size());
          taker.accept(items, values);
        });
  }

  private void passOver(List<OpcUaMonitoredItem> items, List<DataValue> values) {
    for (int i = 0; i < items.size(); i++) {
      Instant at = Decoded.time(values.get(i).sourceTime());
      if (at != null) {
        passedOver.merge(
            OpcUaLink.watch(items.get(i)), new Loss(at, at, OptionalLong.of(1)), Loss::and);
      }
    }
  }

  /** On the loop: lets each signal know what of it was passed over. */
  void settle() {
    for (Watch watch : passedOver.keySet()) {
      Loss loss = passedOver.remove(watch);
      if (loss != null) {
        watch.dropped(loss);
      }
    }
  }
}
