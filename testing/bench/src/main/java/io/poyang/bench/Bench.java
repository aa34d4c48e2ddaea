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
        Figures figures = measurement.run(folder, Instant.now());
        System.out.println(json ? figures.json() : figures.text());
        return figures.complete() ? 0 : 1;
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

  private interface Measurement {
    Figures run(Path folder, Instant now) throws Exception;
  }

  @Command(
      name = "ingest",
      description = "Feeds the door of a server process from a plain generator, without an agent.")
  static final class Ingest implements Callable<Integer> {
    @Mixin Options options;

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
      return options.run(
          new IngestBench(
                  new IngestBench.Load(
                      options.readings, options.batch, connections, options.signals, inFlight))
              ::run);
    }
  }

  @Command(
      name = "road",
      description =
          "Drives the whole road: an agent's log, uplink, door, intake, store; agent and server as separate processes.")
  static final class Road implements Callable<Integer> {
    @Mixin Options options;

    @Override
    public Integer call() throws Exception {
      return options.run(new RoadBench(options.readings, options.batch, options.signals)::run);
    }
  }
}
