package io.poyang.platform;

import io.poyang.plants.Plants;
import io.poyang.plants.Ports;
import io.poyang.plants.ReplayPlant;
import io.poyang.plants.replay.ReplayColumn;
import io.poyang.plants.replay.RowTime;
import io.poyang.telemetry.Name;
import io.poyang.telemetry.Site;
import io.poyang.telemetry.SiteId;
import io.poyang.telemetry.SiteKind;
import io.poyang.telemetry.config.Durations;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "replay",
    description = {
      "Plays a CSV file through a plant as if its columns were sensors: an OPC UA server shows each row"
          + " when its time has come, an agent reads it, the pages show it.",
      "A row's source time is the moment at which it is played. '?' and empty cells are missing values."
    },
    footer = {
      "",
      "Rows a quarter of an hour apart, the first column in days, played at a quarter a second:",
      "  poyang replay influent.csv --no-header --time-column 1 --time-unit 1d --speed 900 \\",
      "    --column 16=influent.flow:m3/d --column 17=influent.temperature:Cel"
    })
final class Replay implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Parameters(paramLabel = "FILE.csv", description = "the file to play")
  private Path file;

  @Option(
      names = "--column",
      paramLabel = "COLUMN=POINT[:UNIT[:QUANTITY]]",
      description =
          "a column, by name or by number from 1, and the signal it becomes (default: every"
              + " column under its own name)")
  private List<String> columns = new ArrayList<>();

  @Option(names = "--no-header", description = "the first line is a row, not the columns' names")
  private boolean noHeader;

  @Option(
      names = "--time-column",
      paramLabel = "COLUMN",
      description = "the column that has a row's time (default: none, rows are --step apart)")
  private @Nullable String timeColumn;

  @Option(
      names = "--time-format",
      paramLabel = "PATTERN",
      description =
          "how the time is written, such as yyyy-MM-dd HH:mm (default: a number of --time-unit)")
  private @Nullable String timeFormat;

  @Option(
      names = "--time-unit",
      paramLabel = "DURATION",
      defaultValue = "1s",
      description = "what 1 means in the time column (default ${DEFAULT-VALUE})")
  private String timeUnit;

  @Option(
      names = "--step",
      paramLabel = "DURATION",
      defaultValue = "1s",
      description = "how far rows are apart without a time column (default ${DEFAULT-VALUE})")
  private String step;

  @Option(
      names = "--speed",
      paramLabel = "FACTOR",
      defaultValue = "1",
      description = "how much faster than the rows' own times (default ${DEFAULT-VALUE})")
  private double speed;

  @Option(
      names = "--site",
      paramLabel = "ID",
      defaultValue = "replay",
      description = "the site it plays (default ${DEFAULT-VALUE})")
  private String site;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      defaultValue = "sewage-plant",
      description =
          "sewage-plant, incinerator, ev-charging, ccus or other (default ${DEFAULT-VALUE})")
  private String kind;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "where everything is kept (default: .poyang/replay)")
  private Path data = Folders.home().resolve("replay");

  @Option(
      names = "--http",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "where the pages are (default ${DEFAULT-VALUE})")
  private int http;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    InstantSource clock = InstantSource.system();
    Path folder = Folders.usable(data);
    ReplayPlant plant = plant(folder, clock);
    plant.open();
    try (AllInOne all = AllInOne.start(folder, http, List.of(plant), clock, System.out::println)) {
      awaitReader(all);
      System.out.println("ready " + all.server().address());
      plant.start();
      System.out.println("playing " + plant.rows() + " rows of " + file);
      while (plant.played() < plant.rows() && !Stop.asked(Duration.ofMillis(200))) {}
      System.out.println("played " + plant.played() + " of " + plant.rows() + " rows");
      Stop.await();
    }
    return 0;
  }

  /** The first rows would be shown to nobody if they came before the agent. */
  private static void awaitReader(AllInOne all) throws InterruptedException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (!all.agents().getFirst().state().notReady().isEmpty() && System.nanoTime() < until) {
      if (Stop.asked(Duration.ofMillis(50))) {
        return;
      }
    }
  }

  private ReplayPlant plant(Path folder, InstantSource clock) {
    try {
      return ReplayPlant.of(
          new io.poyang.plants.replay.Replay(
              file,
              new Site(new SiteId(site), SiteKind.of(kind), Name.of(site)),
              !noHeader,
              rowTime(),
              speed,
              columns.stream().map(ReplayColumn::parse).toList()),
          new Plants.Making(0, folder.resolve("plants").resolve(site), clock, Ports.ANY));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    } catch (UncheckedIOException e) {
      throw new PlatformException(e.getMessage() + ": check the name and that it may be read", e);
    }
  }

  private RowTime rowTime() {
    if (timeColumn == null) {
      return new RowTime.Spaced(Durations.parse(step));
    }
    return timeFormat == null
        ? new RowTime.Counted(timeColumn, Durations.parse(timeUnit))
        : new RowTime.Written(timeColumn, timeFormat);
  }
}
