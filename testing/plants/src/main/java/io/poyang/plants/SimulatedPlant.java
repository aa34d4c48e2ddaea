package io.poyang.plants;

import io.poyang.plants.folder.PlantFolder;
import io.poyang.plants.instrument.Instruments;
import io.poyang.plants.instrument.Outlet;
import io.poyang.plants.instrument.PlantSignal;
import io.poyang.plants.process.ProcessModel;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.Site;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A plant whose process is a model: once a second the model catches up with the clock, and the
 * instruments that are due show what it has come to.
 *
 * @param <M> the process model
 */
final class SimulatedPlant<M extends ProcessModel> implements Plant {
  /** Longer pauses (a sleeping laptop) are skipped: nobody waits for a week to be computed. */
  private static final Duration LONGEST_CATCH_UP = Duration.ofHours(6);

  private static final Duration TICK = Duration.ofSeconds(1);

  /** Where it is, what is kept there and how it is seen. */
  record Surroundings(
      Site site, PlantFolder folder, List<Outlet> outlets, @Nullable X509Certificate certificate) {}

  /** A model and the instruments on it. */
  record Process<M>(M model, Instruments<M> instruments) {}

  private final Stage stage;
  private final Process<M> process;
  private final InstantSource clock;
  private final @Nullable X509Certificate certificate;
  private final Ticker ticker;

  SimulatedPlant(Surroundings around, Process<M> process, InstantSource clock) {
    stage =
        new Stage(
            around.site(), around.folder(), process.instruments().signals(), around.outlets());
    this.process = process;
    this.clock = clock;
    certificate = around.certificate();
    ticker = new Ticker("plant-" + around.site().id(), TICK, this::tick);
  }

  private void tick() {
    Instant now = clock.instant();
    Duration behind = Duration.between(process.model().now(), now);
    if (!behind.isNegative()) {
      process.model().advance(behind.compareTo(LONGEST_CATCH_UP) > 0 ? LONGEST_CATCH_UP : behind);
    }
    stage.show(process.instruments().read(process.model(), now));
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
    return Optional.ofNullable(certificate);
  }

  @Override
  public void close() {
    ticker.close();
    stage.close();
  }
}
