package io.poyang.plants;

import io.poyang.plants.folder.PlantFolder;
import io.poyang.plants.instrument.Outlet;
import io.poyang.plants.instrument.PlantSignal;
import io.poyang.plants.opcua.PlantServer;
import io.poyang.plants.opcua.ServerIdentity;
import io.poyang.plants.replay.Recording;
import io.poyang.plants.replay.Replay;
import io.poyang.plants.replay.ReplayColumn;
import io.poyang.telemetry.Name;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.Signal;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.Site;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A plant whose sensors are the columns of a file. A row's source time is the moment at which it is
 * played; after the last row the values stay.
 */
public final class ReplayPlant implements Plant {
  /** OPC UA BadNoData: the file has no value there. */
  private static final Quality MISSING = Quality.of(0x809B_0000);

  private static final Duration TICK = Duration.ofMillis(20);
  private static final Duration SHORTEST_SILENCE = Duration.ofMinutes(1);

  private final Recording recording;
  private final Stage stage;
  private final InstantSource clock;
  private final X509Certificate certificate;
  private final Ticker ticker;
  private @Nullable Instant start;
  private volatile int played;

  private ReplayPlant(
      Recording recording, Stage stage, InstantSource clock, X509Certificate certificate) {
    this.recording = recording;
    this.stage = stage;
    this.clock = clock;
    this.certificate = certificate;
    ticker = new Ticker("replay-" + stage.site().id(), TICK, this::tick);
  }

  /**
   * Reads the file and makes the plant; nothing is played yet.
   *
   * @param making whose seed does not matter here
   */
  public static ReplayPlant of(Replay replay, Plants.Making making) {
    Recording recording = Recording.read(replay);
    List<PlantSignal> signals = signals(replay.site(), recording);
    String site = replay.site().id().value();
    PlantFolder folder = new PlantFolder(site, making.folder());
    ServerIdentity identity = ServerIdentity.in(folder);
    PlantServer.Place place =
        new PlantServer.Place(site, making.ports().chosen().opcua(), Password.in(folder));
    Stage stage =
        new Stage(
            replay.site(), folder, signals, List.of(new PlantServer(place, signals, identity)));
    return new ReplayPlant(recording, stage, making.clock(), identity.certificate());
  }

  private static List<PlantSignal> signals(Site site, Recording recording) {
    Duration spacing = spacing(recording);
    Duration silence = spacing.multipliedBy(3);
    List<PlantSignal> signals = new ArrayList<>();
    for (ReplayColumn column : recording.columns()) {
      Signal signal =
          new Signal(
              new SignalId(site.id(), column.point()),
              "replay",
              Name.of(column.column()),
              column.unit(),
              column.quantity(),
              null,
              null,
              silence.compareTo(SHORTEST_SILENCE) < 0 ? SHORTEST_SILENCE : silence,
              new TreeMap<>());
      signals.add(new PlantSignal(signal, 0, spacing, PlantSignal.Kind.FIGURE, 0, 1e-9));
    }
    return signals;
  }

  private static Duration spacing(Recording recording) {
    double[] offsets = recording.offsets();
    double mean = offsets.length < 2 ? 1_000 : offsets[offsets.length - 1] / (offsets.length - 1);
    return Duration.ofMillis(Math.max(1, (long) mean));
  }

  private void tick() {
    Instant now = clock.instant();
    if (start == null) {
      start = now;
    }
    double elapsed = Duration.between(start, now).toMillis();
    for (; played < rows() && recording.offsets()[played] <= elapsed; played++) {
      stage.show(readings(played, start.plusMillis((long) recording.offsets()[played])));
    }
  }

  private List<Reading> readings(int row, Instant at) {
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < recording.columns().size(); i++) {
      double value = recording.values()[row][i];
      readings.add(
          new Reading(
              stage.signal(recording.columns().get(i).point()),
              at,
              value,
              Double.isNaN(value) ? MISSING : Quality.GOOD));
    }
    return readings;
  }

  public int rows() {
    return recording.offsets().length;
  }

  /** How many rows have been shown. */
  public int played() {
    return played;
  }

  @Override
  public Site site() {
    return stage.site();
  }

  @Override
  public List<PlantSignal> signals() {
    return stage.signals();
  }

  @Override
  public void start() {
    stage.start();
    ticker.start();
  }

  /** Listens without playing, so that an agent can be there before the first row. */
  public void open() {
    stage.start();
  }

  @Override
  public void set(String point, double value, Quality quality, Instant at) {
    stage.hold(new Reading(stage.signal(point), at, value, quality));
  }

  @Override
  public void release(String point) {
    stage.release(point);
  }

  @Override
  public void stopServers() {
    stage.stop();
  }

  @Override
  public void startServers() {
    stage.start();
  }

  @Override
  public void freezeServers() {
    stage.outlets().forEach(Outlet::freeze);
  }

  @Override
  public void thawServers() {
    stage.outlets().forEach(Outlet::thaw);
  }

  @Override
  public String agentYaml(AgentPlace place) {
    return AgentYaml.write(stage.site(), place, stage.outlets());
  }

  @Override
  public Optional<X509Certificate> serverCertificate() {
    return Optional.of(certificate);
  }

  @Override
  public void close() {
    ticker.close();
    stage.close();
  }
}
