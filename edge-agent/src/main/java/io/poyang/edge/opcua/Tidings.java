package io.poyang.edge.opcua;

import io.poyang.edge.source.Untold;
import io.poyang.edge.source.Untold.Loss;
import io.poyang.telemetry.Gap;
import io.poyang.telemetry.SignalId;
import java.util.Map;

/** Tells the sink what is lost for good, until it has been taken. Belongs to the loop. */
final class Tidings {
  private final Watches watches;
  private final Losses losses;
  private final HandOver handOver;
  private final Untold untold;

  Tidings(Watches watches, Losses losses, HandOver handOver) {
    this.watches = watches;
    this.losses = losses;
    this.handOver = handOver;
    this.untold = new Untold(losses::detail);
  }

  void tell() {
    int signals = 0;
    for (Watch watch : watches.all()) {
      Map<Gap.Cause, Loss> certain = watch.toTell();
      certain.forEach((cause, loss) -> untold.add(cause, watch.signal().id(), loss));
      signals += certain.isEmpty() ? 0 : 1;
    }
    losses.toTell(signals);
    handOver.tell(untold, this::told);
  }

  private void told(Gap gap) {
    losses.told(gap);
    for (SignalId signal : gap.signals()) {
      Watch watch = watches.of(signal);
      if (watch != null && !untold.holds(signal)) {
        watch.told();
      }
    }
  }
}
