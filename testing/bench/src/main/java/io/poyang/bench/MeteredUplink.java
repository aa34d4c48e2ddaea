package io.poyang.bench;

import io.poyang.edge.uplink.Lane;
import io.poyang.edge.uplink.Uplink;
import io.poyang.edge.uplink.UplinkState;
import java.util.concurrent.CompletionStage;

/** An uplink that shows each batch it sends, and its receipt, to a meter. */
final class MeteredUplink implements Uplink {
  /** Sees what is sent; on the forwarder's thread, in the order of sending. */
  interface Meter {
    /** Returns what to do at the receipt. */
    Runnable sent(Lane lane, byte[] payload);
  }

  private final Uplink line;
  private final Meter meter;

  MeteredUplink(Uplink line, Meter meter) {
    this.line = line;
    this.meter = meter;
  }

  @Override
  public void start(Listener listener) {
    line.start(listener);
  }

  @Override
  public CompletionStage<Void> send(Lane lane, byte[] payload) {
    Runnable received = meter.sent(lane, payload);
    return line.send(lane, payload)
        .whenComplete(
            (unused, failure) -> {
              if (failure == null) {
                received.run();
              }
            });
  }

  @Override
  public CompletionStage<Void> announce(byte[] announcement) {
    return line.announce(announcement);
  }

  @Override
  public void report(byte[] status) {
    line.report(status);
  }

  @Override
  public UplinkState state() {
    return line.state();
  }

  /** Whoever opened the line closes it. */
  @Override
  public void close() {}
}
