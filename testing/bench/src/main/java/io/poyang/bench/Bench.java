package io.poyang.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code bench}: what the road carries on this machine. */
@Command(
    name = "bench",
    description = "Measures how many readings a second this machine carries.",
    subcommands = {Bench.Ingest.class, Bench.Road.class, Bench.Backfill.class})
public final class Bench {

  /** Where a measurement runs and how it tells. */
  static final class Place {
    @Option(
        names = "--data",
        paramLabel = "DIR",
        description =
            "where the store of the run is kept, on the disk to be measured (default: the folder for temporary files); deleted afterwards")
    @Nullable Path data;

    @Option(names = "--json", description = "print one line of JSON")
    boolean json;

    int run(Measurement measurement) throws Exception {
      Path folder =
          data == null
              ? Files.createTempDirectory("poyang-bench")
              : Files.createTempDirectory(Files.createDirectories(data.toAbsolutePath()), "bench");
      try {
        Result result = measurement.run(folder, Instant.now());
        System.out.println(json ? result.json() : result.text());
        return result.complete() ? 0 : 1;
      } finally {
        delete(folder);
      }
    }

    private static void delete(Path folder) throws IOException {
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).forEach(Place::deleteOne);
      }
    }

    private static void deleteOne(Path file) {
      try {
        Files.delete(file);
      } catch (IOException e) {
        throw new UncheckedIOException(file + " cannot be deleted", e);
      }
    }
  }

  private interface Measurement {
    Result run(Path folder, Instant now) throws Exception;
  }

  /** What the measurements of the road can be told: how much, and whether to compare or to pace. */
  static final class Drive {
    @Option(
        names = "--readings",
        paramLabel = "N",
        defaultValue = "5000000",
        description = "readings to measure, after a warm-up (default ${DEFAULT-VALUE})")
    long readings;

    @Option(
        names = "--batch",
        paramLabel = "B",
        defaultValue = "200",
        description = "readings in one message (default ${DEFAULT-VALUE})")
    int batch;

    @Option(
        names = "--signals",
        paramLabel = "N",
        defaultValue = "1000",
        description = "distinct signals (default ${DEFAULT-VALUE})")
    int signals;

    @Option(
        names = "--rate",
        paramLabel = "R",
        defaultValue = "0",
        description =
            "readings a second, evenly; delays then count from the moment at which a reading was due; 0 for as many as go (default ${DEFAULT-VALUE})")
    int rate;

    @Option(
        names = "--baseline",
        description =
            "measure also what plain QuestDB takes of the same rows, and print the ratio; without --rate")
    boolean baseline;

    @Spec(Spec.Target.MIXEE)
    CommandSpec command;

    void demand() {
      atLeastOne(command, "--readings", readings);
      atLeastOne(command, "--batch", batch);
      atLeastOne(command, "--signals", signals);
      possibleRate(command, rate, 0, signals);
      if (baseline && rate > 0) {
        throw new ParameterException(
            command.commandLine(), "--baseline compares limits, so it goes without --rate");
      }
    }

    Figures beside(Figures figures, Baseline.Load load, Path folder, Instant now) throws Exception {
      return baseline ? figures.beside(Baseline.measure(folder, load, now)) : figures;
    }
  }

  private static void atLeastOne(CommandSpec command, String option, long value) {
    if (value < 1) {
      throw new ParameterException(
          command.commandLine(), option + " was " + value + " but must be 1 or more");
    }
  }

  private static void possibleRate(CommandSpec command, int rate, int least, int signals) {
    long most = signals * 1000L;
    if (rate < least || rate > most) {
      throw new ParameterException(
          command.commandLine(),
          "--rate was %d but must be %d..%d: each of %d signals has one value a millisecond"
              .formatted(rate, least, most, signals));
    }
  }

  @Command(
      name = "ingest",
      description = "Feeds the door of a server process from a plain generator, without an agent.")
  static final class Ingest implements Callable<Integer> {
    @Mixin Place place;

    @Mixin Drive drive;

    @Option(
        names = "--connections",
        paramLabel = "C",
        defaultValue = "4",
        description = "edges that publish at once (default ${DEFAULT-VALUE})")
    int connections;

    @Option(
        names = "--in-flight",
        paramLabel = "N",
        defaultValue = "256",
        description = "messages a connection may have without a receipt (default ${DEFAULT-VALUE})")
    int inFlight;

    @Override
    public Integer call() throws Exception {
      atLeastOne(drive.command, "--connections", connections);
      atLeastOne(drive.command, "--in-flight", inFlight);
      drive.demand();
      IngestBench.Load load =
          new IngestBench.Load(
              drive.readings, drive.batch, connections, drive.signals, inFlight, drive.rate);
      return place.run(
          (folder, now) -> {
            Figures figures = new IngestBench(load).run(folder, now);
            return drive.beside(figures, load.baseline(figures), folder, now);
          });
    }
  }

  @Command(
      name = "road",
      description =
          "Drives the whole road: an agent's log, uplink, door, intake, store; agent and server as separate processes.")
  static final class Road implements Callable<Integer> {
    @Mixin Place place;

    @Mixin Drive drive;

    @Override
    public Integer call() throws Exception {
      drive.demand();
      RoadBench.Load load =
          new RoadBench.Load(drive.readings, drive.batch, drive.signals, drive.rate);
      return place.run(
          (folder, now) -> {
            Figures figures = new RoadBench(load).run(folder, now);
            return drive.beside(figures, load.baseline(figures), folder, now);
          });
    }
  }

  @Command(
      name = "backfill",
      description =
          "Fills the logs of agents without a server, then drains them into one while live readings go on.")
  static final class Backfill implements Callable<Integer> {
    @Mixin Place place;

    @Option(
        names = "--hours",
        paramLabel = "H",
        defaultValue = "1",
        description =
            "how long each signal gave a reading a second that nobody took (default ${DEFAULT-VALUE})")
    double hours;

    @Option(
        names = "--signals",
        paramLabel = "N",
        defaultValue = "1000",
        description = "distinct signals of each edge (default ${DEFAULT-VALUE})")
    int signals;

    @Option(
        names = "--edges",
        paramLabel = "E",
        defaultValue = "1",
        description = "edges that come back at once (default ${DEFAULT-VALUE})")
    int edges;

    @Option(
        names = "--rate",
        paramLabel = "R",
        defaultValue = "1000",
        description = "live readings a second of each edge (default ${DEFAULT-VALUE})")
    int rate;

    @Spec CommandSpec command;

    @Override
    public Integer call() throws Exception {
      atLeastOne(command, "--signals", signals);
      atLeastOne(command, "--edges", edges);
      possibleRate(command, rate, 1, signals);
      Duration outage = Duration.ofSeconds(Math.round(hours * 3600));
      atLeastOne(command, "seconds of --hours", outage.toSeconds());
      return place.run(
          new BackfillBench(new BackfillBench.Load(outage, signals, edges, rate))::run);
    }
  }
}
