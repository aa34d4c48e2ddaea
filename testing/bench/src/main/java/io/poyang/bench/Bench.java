package io.poyang.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    subcommands = {Bench.Ingest.class, Bench.Road.class})
public final class Bench {

  /** What every measurement can be told. */
  static final class Options {
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
        names = "--data",
        paramLabel = "DIR",
        description =
            "where the store of the run is kept, on the disk to be measured (default: the folder for temporary files); deleted afterwards")
    @Nullable Path data;

    @Option(names = "--json", description = "print one line of JSON")
    boolean json;

    @Spec(Spec.Target.MIXEE)
    CommandSpec command;

    void demandRate(int rate) {
      long most = signals * 1000L;
      if (rate < 0 || rate > most) {
        throw new ParameterException(
            command.commandLine(),
            "--rate was %d but must be 0..%d: a signal of %d has one value a millisecond"
                .formatted(rate, most, signals));
      }
    }

    void demand(String option, long value) {
      if (value < 1) {
        throw new ParameterException(
            command.commandLine(), option + " was " + value + " but must be 1 or more");
      }
    }

    int run(Measurement measurement) throws Exception {
      demand("--readings", readings);
      demand("--batch", batch);
      demand("--signals", signals);
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
        files.sorted(Comparator.reverseOrder()).forEach(Options::deleteOne);
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

  /** What a measurement of the limit, or at a rate, can be told beside. */
  static final class Drive {
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

    void demand(Options options) {
      options.demandRate(rate);
      if (baseline && rate > 0) {
        throw new ParameterException(
            command.commandLine(), "--baseline compares limits, so it goes without --rate");
      }
    }

    Figures beside(Figures figures, Baseline.Load load, Path folder, Instant now) throws Exception {
      return baseline ? figures.beside(Baseline.measure(folder, load, now)) : figures;
    }
  }

  private interface Measurement {
    Result run(Path folder, Instant now) throws Exception;
  }

  @Command(
      name = "ingest",
      description = "Feeds the door of a server process from a plain generator, without an agent.")
  static final class Ingest implements Callable<Integer> {
    @Mixin Options options;

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
      options.demand("--connections", connections);
      options.demand("--in-flight", inFlight);
      drive.demand(options);
      IngestBench.Load load =
          new IngestBench.Load(
              options.readings, options.batch, connections, options.signals, inFlight, drive.rate);
      return options.run(
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
    @Mixin Options options;

    @Mixin Drive drive;

    @Override
    public Integer call() throws Exception {
      drive.demand(options);
      RoadBench.Load load =
          new RoadBench.Load(options.readings, options.batch, options.signals, drive.rate);
      return options.run(
          (folder, now) -> {
            Figures figures = new RoadBench(load).run(folder, now);
            return drive.beside(figures, load.baseline(figures), folder, now);
          });
    }
  }
}
