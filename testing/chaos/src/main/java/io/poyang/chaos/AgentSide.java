package io.poyang.chaos;

import io.poyang.chaos.feed.ChaosAgent;
import io.poyang.chaos.feed.Numbers;
import io.poyang.chaos.feed.Sequence;
import io.poyang.chaos.feed.Span;
import io.poyang.chaos.proxy.Proxy;
import io.poyang.chaos.verify.Fed;
import io.poyang.chaos.verify.Stretch;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.SiteId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** One agent with its disk, its line to the door, and what is known of the readings it was fed. */
final class AgentSide {
  static final int SIGNALS = 20;
  static final int READINGS_PER_SECOND = 2000;
  static final String PASSWORD = "chaos";
  private static final long DISK_BYTES = 256 << 20;
  private static final int BATCH = 50;

  private final EdgeId edge;
  private final Path clockFile;
  private final Supervised process;
  private final Volume disk;
  private final Proxy line;
  private final Sequence sequence;
  private final Numbers safe = new Numbers();
  private final Recovery recovery = new Recovery(READINGS_PER_SECOND);
  private volatile boolean finishing;
  private volatile long finishedAt = -1;
  private volatile boolean drained;
  private volatile String lastState = "has said nothing yet";

  private AgentSide(
      EdgeId edge,
      String name,
      Stage stage,
      Volume disk,
      Proxy line,
      Sequence sequence,
      Path config)
      throws IOException {
    this.edge = edge;
    this.clockFile = stage.file(name + ".clock");
    this.disk = disk;
    this.line = line;
    this.sequence = sequence;
    this.process =
        new Supervised(
            name,
            Java.command(
                List.of("-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                ChaosAgent.class.getName(),
                config.toString(),
                clockFile.toString()),
            stage.log(name),
            this::hear);
  }

  static EdgeId edge(int index) {
    return new EdgeId("chaos-" + index);
  }

  static SiteId site(int index) {
    return new SiteId("chaos-" + index);
  }

  static AgentSide prepare(int index, Stage stage, int door, Instant from) throws IOException {
    String name = "agent-" + index;
    Sequence sequence = new Sequence(site(index), SIGNALS, from);
    Volume disk = Volume.at(stage.folder(name), DISK_BYTES);
    Proxy line = Proxy.open(door);
    Path config =
        Files.writeString(
            stage.file(name + ".yaml"),
            """
            edge: %s
            site: {id: %s, kind: other, name: {zh: 试, en: Trial}}
            data: %s
            # Never drops: what has no room is refused, and offered again.
            log: {max-size: 8GiB, max-age: 365d, keep-free: 0B, when-full: refuse-newest}
            uplink: {server: "mqtt://127.0.0.1:%d", password: %s, batch-size: %d}
            sources:
              - sequence: {name: feed, signals: %d, rate: %d, from: "%s"}
            """
                .formatted(
                    edge(index),
                    site(index),
                    disk.folder().resolve("data"),
                    line.port(),
                    PASSWORD,
                    BATCH,
                    SIGNALS,
                    READINGS_PER_SECOND,
                    from));
    return new AgentSide(edge(index), name, stage, disk, line, sequence, config);
  }

  private void hear(String text) {
    String[] words = text.split(" ");
    switch (words[0]) {
      case "ready" -> instruct();
      case "safe" -> safe.add(Span.parse(words[1]));
      case "finished" -> finishedAt = Long.parseLong(words[1]);
      case "state" -> {
        lastState = text;
        long backlog = Long.parseLong(words[1]);
        recovery.state(backlog, words[2].equals("up"), System.nanoTime());
        drained = finishedAt >= 0 && backlog == 0;
      }
      default -> throw new ChaosException("an agent said '" + text + "', which nobody understands");
    }
  }

  /** What is not known to be safe is offered again, and nothing else: a loss must not be healed. */
  private void instruct() {
    process.order(("feed " + safe.end() + " " + holes()).strip());
    if (finishing) {
      process.order("finish");
    }
  }

  private String holes() {
    return safe.holes().stream().map(Span::toString).collect(Collectors.joining(" "));
  }

  /** Sets its clock so far off, also for a start that comes later. */
  void clock(Duration offset) throws IOException {
    Files.writeString(clockFile, String.valueOf(offset.toMillis()));
    process.order("clock " + offset.toMillis());
  }

  /** Feeds nothing new any more. */
  void finish() {
    finishing = true;
    process.order("finish");
  }

  /** Whether everything that was fed is safe and acknowledged. */
  boolean isDrained() {
    return drained && safe.end() == finishedAt && safe.holes().isEmpty();
  }

  /** What keeps it from being drained, for people. */
  String progress() {
    return "%s; fed up to %d, safe up to %d, not safe: %s"
        .formatted(lastState, finishedAt, safe.end(), safe.holes().isEmpty() ? "nothing" : holes());
  }

  /** The number of readings that its log has committed. */
  long safe() {
    return safe.size();
  }

  Certificate certificate(int port) throws IOException, InterruptedException {
    return Certificate.of(
        port, edge, sequence.from(), sequence.reading(safe.end()).at().plusMillis(1));
  }

  Fed fed(List<Stretch> gaps) {
    return new Fed(sequence, safe, gaps);
  }

  Supervised process() {
    return process;
  }

  Volume disk() {
    return disk;
  }

  Path writeAheadFile() {
    return disk.folder().resolve("data").resolve("log.db-wal");
  }

  Proxy line() {
    return line;
  }

  Recovery recovery() {
    return recovery;
  }
}
