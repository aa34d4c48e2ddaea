package io.poyang.edge.opcua;

import io.poyang.edge.source.SignalSetting;
import io.poyang.edge.source.Sink;
import io.poyang.edge.source.Untold;
import io.poyang.telemetry.Gap;
import io.poyang.telemetry.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.jspecify.annotations.Nullable;

/**
 * Turns values into readings, hands them to the sink, and remembers for each signal what became of
 * them. Called from the source's loop; what the sink answers comes back through it.
 */
final class HandOver {
  private final Watches watches;
  private final Losses losses;
  private final Executor loop;
  private final Object handing = new Object();
  private @Nullable Sink sink;
  private boolean closed;

  HandOver(Watches watches, Losses losses, Executor loop) {
    this.watches = watches;
    this.losses = losses;
    this.loop = loop;
  }

  void open(Sink to) {
    synchronized (handing) {
      sink = to;
    }
  }

  /** After this has returned, the sink is not called any more; false when it was closed before. */
  boolean close() {
    synchronized (handing) {
      boolean first = !closed;
      closed = true;
      return first;
    }
  }

  void discovered(List<SignalSetting> signals) {
    synchronized (handing) {
      if (!closed && sink != null && !signals.isEmpty()) {
        sink.discovered(signals);
      }
    }
  }

  /** What the server reported. */
  void reported(List<Watch> of, List<DataValue> values) {
    List<Reading> readings = new ArrayList<>(of.size());
    for (int i = 0; i < of.size(); i++) {
      Watch watch = of.get(i);
      Decoded decoded = Decoded.of(watch.signal().id(), values.get(i));
      if (!watch.isRepeat(decoded)) {
        collect(watch, values.get(i), decoded, readings);
      }
      present(watch, values.get(i));
    }
    handOn(readings, false);
  }

  /** What the server answered when it was asked for signals that were silent. */
  void answered(List<Watch> silent, List<DataValue> values) {
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < silent.size(); i++) {
      Watch watch = silent.get(i);
      DataValue value = values.get(i);
      Instant source = Decoded.time(value.sourceTime());
      if (source != null && !source.equals(watch.sourceTime())) {
        collect(watch, value, Decoded.of(watch.signal().id(), value), readings);
      } else {
        unchanged(watch, value, readings);
      }
      present(watch, value);
    }
    handOn(readings, false);
  }

  private static void present(Watch watch, DataValue value) {
    Instant source = Decoded.time(value.sourceTime());
    Instant at = source == null ? Decoded.time(value.serverTime()) : source;
    if (at != null) {
      watch.present(at);
    }
  }

  /** The source has nothing newer, but the server has just looked: that is when the value holds. */
  private void unchanged(Watch watch, DataValue value, List<Reading> readings) {
    Instant looked = Decoded.time(value.serverTime());
    Reading last = watch.last();
    if (looked == null || (last != null && !looked.isAfter(last.at()))) {
      losses.stale(watch);
      return;
    }
    collect(watch, value, Decoded.of(watch.signal().id(), value, looked), readings);
  }

  /** What the server's history holds; true once it is safe. */
  boolean recalled(Watch watch, List<DataValue> values, Duration patience)
      throws InterruptedException {
    List<Reading> readings = new ArrayList<>();
    for (DataValue value : values) {
      collect(watch, value, Decoded.of(watch.signal().id(), value), readings);
    }
    if (readings.isEmpty()) {
      return true;
    }
    try {
      handOn(readings, true).toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      watch.filledTo(readings.getLast().at());
      return true;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }

  private void collect(Watch watch, DataValue value, Decoded decoded, List<Reading> readings) {
    switch (decoded) {
      case Decoded.Unreadable unreadable -> {
        watch.touch();
        losses.unreadable(watch, unreadable.why());
      }
      case Decoded.Measured measured -> {
        if (measured.overflow()) {
          losses.overflow(watch);
          watch.overflowed(measured.reading().at());
        }
        readings.add(measured.reading());
        watch.handedOn(measured.reading(), Decoded.time(value.sourceTime()));
      }
    }
  }

  private CompletionStage<Void> handOn(List<Reading> readings, boolean recalled) {
    if (readings.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    CompletionStage<Void> safe = offer(readings);
    safe.whenComplete(
        (done, failure) ->
            loop.execute(
                () -> {
                  if (failure == null) {
                    each(readings, Watch::safe);
                  } else {
                    // OPC UA cannot be asked to send again: this is left to the server's history.
                    each(readings, (watch, reading) -> watch.refused(reading, recalled));
                  }
                }));
    return safe;
  }

  /** Tells what is lost for good; what the sink does not take waits for the next time. */
  void tell(Untold untold, Consumer<Gap> told) {
    untold.tell(this::lost, gap -> loop.execute(() -> told.accept(gap)));
  }

  private CompletionStage<Void> lost(Gap gap) {
    synchronized (handing) {
      return closed || sink == null
          ? CompletableFuture.failedFuture(new IllegalStateException("source is closed"))
          : sink.lost(gap);
    }
  }

  private void each(List<Reading> readings, BiConsumer<Watch, Reading> what) {
    for (Reading reading : readings) {
      Watch watch = watches.of(reading.signal());
      if (watch != null) {
        what.accept(watch, reading);
      }
    }
  }

  private CompletionStage<Void> offer(List<Reading> readings) {
    synchronized (handing) {
      if (closed || sink == null) {
        return CompletableFuture.failedFuture(new IllegalStateException("source is closed"));
      }
      try {
        return sink.accept(readings);
      } catch (RuntimeException e) {
        return CompletableFuture.failedFuture(e);
      }
    }
  }
}
