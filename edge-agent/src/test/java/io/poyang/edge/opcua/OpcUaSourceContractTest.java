package io.poyang.edge.opcua;

import io.poyang.edge.source.Source;
import io.poyang.edge.source.SourceContract;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.SignalId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

final class OpcUaSourceContractTest extends SourceContract {
  @TempDir private Path data;
  private Bench bench;

  @BeforeEach
  void build() throws Exception {
    bench =
        new Bench(data.resolve("pki"), new TestOpcUaServer().number("level", 0).number("power", 0));
  }

  @Override
  protected Source open(List<SignalId> signals) {
    return bench.source(SITE, signals.stream().map(SignalId::point).toArray(String[]::new));
  }

  @Override
  protected void startFarSide() throws Exception {
    bench.server().start();
  }

  @Override
  protected void stopFarSide() throws Exception {
    bench.server().stop();
  }

  @Override
  protected void publish(SignalId signal, double value, Instant at, Quality quality) {
    bench.server().set(signal.point(), value, at, quality.status());
  }

  @Override
  protected void loseWhileStopped(SignalId signal) {
    // It keeps no history: of all that happened, the last value alone is still there.
    bench.server().set(signal.point(), 77, Instant.now(), Quality.STATUS_GOOD);
  }

  @Override
  protected void publishUnreadable(SignalId signal) {
    bench.server().set(signal.point(), "a text", Instant.EPOCH, Quality.STATUS_GOOD);
  }
}
