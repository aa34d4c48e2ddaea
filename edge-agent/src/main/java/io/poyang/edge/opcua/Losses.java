package io.poyang.edge.opcua;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.poyang.telemetry.Gap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what did not become a reading, and says each kind of it once for each signal. */
final class Losses {
  private static final Logger log = LoggerFactory.getLogger(Losses.class);

  private final String source;
  private final Counter unreadable;
  private final Counter overflows;
  private final Counter gaps;
  private final Counter connects;
  private boolean saidHistory;

  Losses(String source, MeterRegistry meters) {
    this.source = source;
    this.unreadable = counter(meters, "unreadable", "values that cannot be a reading", source);
    this.overflows = counter(meters, "overflows", "times a server's queue dropped values", source);
    this.gaps = counter(meters, "gaps", "losses of one signal that no history filled", source);
    this.connects = counter(meters, "connects", "connections made", source);
  }

  private static Counter counter(
      MeterRegistry meters, String name, String description, String source) {
    return Counter.builder("poyang.edge.opcua." + name)
        .description(description)
        .tag("source", source)
        .register(meters);
  }

  void connected() {
    connects.increment();
  }

  void unreadable(Watch watch, String why) {
    unreadable.increment();
    if (!watch.saidUnreadable) {
      watch.saidUnreadable = true;
      log.warn(
          "{}: signal {}: value of {} {}; it is counted and left out",
          source,
          watch.signal().id(),
          watch.address().node(),
          why);
    }
  }

  void overflow(Watch watch) {
    overflows.increment();
    if (!watch.saidOverflow) {
      watch.saidOverflow = true;
      log.warn(
          "{}: signal {}: the server's queue overflowed and values are lost; raise queue-size or"
              + " publishing more often (publishing-interval)",
          source,
          watch.signal().id());
    }
  }

  /** The server's own time did not move: nobody looked at the instrument. */
  void stale(Watch watch) {
    if (!watch.saidStale) {
      watch.saidStale = true;
      log.warn(
          "{}: signal {}: read again for want of changes, but the server did not say when it looked;"
              + " the signal will go silent",
          source,
          watch.signal().id());
    }
  }

  /** Said once, until the history answers again. */
  void historyFailed(String why) {
    if (!saidHistory) {
      saidHistory = true;
      log.warn(
          "{}: the server's history cannot be read now ({}); what is missing is asked for again now"
              + " and then",
          source,
          why);
    }
  }

  void historyAnswers() {
    saidHistory = false;
  }

  /** Losses of so many signals will be told: no history gave them back. */
  void toTell(int signals) {
    gaps.increment(signals);
  }

  void told(Gap gap) {
    if (gap.cause() == Gap.Cause.SOURCE_OVERFLOW) {
      // Was said for each signal when it began, and may go on at every report.
      log.debug("{}: told of {}", source, gap);
    } else {
      log.warn("{}: told of {}", source, words(gap));
    }
  }

  private static String words(Gap gap) {
    return "a loss (%s) of %s readings of %d signals from %s to %s; first: %s"
        .formatted(
            gap.cause().label(),
            gap.readings().isPresent() ? gap.readings().getAsLong() : "unknown",
            gap.signals().size(),
            gap.from(),
            gap.to(),
            gap.signals().getFirst());
  }

  String detail(Gap.Cause cause) {
    return switch (cause) {
      case SOURCE_DOWN -> "source " + source + ": the server or the agent was down, no history";
      case SOURCE_OVERFLOW ->
          "source " + source + ": the server's queue dropped values, no history: raise queue-size";
      default -> "source " + source + ": the log took nothing, no history";
    };
  }
}
