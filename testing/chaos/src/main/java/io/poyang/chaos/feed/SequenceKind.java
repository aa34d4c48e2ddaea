package io.poyang.chaos.feed;

import io.micrometer.core.instrument.MeterRegistry;
import io.poyang.edge.source.SignalSetting;
import io.poyang.edge.source.Source;
import io.poyang.edge.source.SourceConfig;
import io.poyang.edge.source.SourceKind;
import io.poyang.telemetry.Name;
import io.poyang.telemetry.Signal;
import io.poyang.telemetry.SiteId;
import io.poyang.telemetry.config.Section;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Sources named {@code sequence} in the configuration of an agent under chaos. */
final class SequenceKind implements SourceKind {
  private final Feeder.Listener listener;
  private final Consumer<Feeder> opened;

  /**
   * @param opened gets the feeder that the agent opens
   */
  SequenceKind(Feeder.Listener listener, Consumer<Feeder> opened) {
    this.listener = listener;
    this.opened = opened;
  }

  @Override
  public String key() {
    return "sequence";
  }

  @Override
  public SourceConfig read(Section section, SiteId site, Path data) {
    Sequence sequence =
        new Sequence(
            site,
            section.number("signals", 20, 1, 10_000),
            section.parsed("from", Instant::parse, Instant.EPOCH));
    return new Configured(
        section.text("name"),
        sequence,
        section.number("rate", 2000, 1, 100_000),
        section.number("largest-list", 40, 1, 10_000));
  }

  private final class Configured implements SourceConfig {
    private final String name;
    private final Sequence sequence;
    private final int rate;
    private final int largestList;

    Configured(String name, Sequence sequence, int rate, int largestList) {
      this.name = name;
      this.sequence = sequence;
      this.rate = rate;
      this.largestList = largestList;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public List<SignalSetting> signals() {
      return IntStream.range(0, sequence.signals()).mapToObj(this::setting).toList();
    }

    private SignalSetting setting(int index) {
      return new SignalSetting(
          new Signal(
              sequence.signal(index),
              "site",
              Name.of("point-" + index),
              "1",
              "chaos",
              null,
              null,
              Duration.ofMinutes(1),
              new TreeMap<>()),
          0);
    }

    @Override
    public Source open(InstantSource time, MeterRegistry meters) {
      Feeder feeder =
          new Feeder(name, sequence, new Feeder.Pace(rate, largestList), listener, time);
      opened.accept(feeder);
      return feeder;
    }
  }
}
