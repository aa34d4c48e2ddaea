package io.poyang.edge.mqtt;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.poyang.edge.source.Source;
import io.poyang.edge.source.SourceContract;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.SignalId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** The contract of every source, over a broker and a version of the protocol. */
abstract class MqttSourceContract extends SourceContract {
  @TempDir Path folder;
  private final SiteBroker broker;
  private final String version;

  MqttSourceContract(SiteBroker broker, String version) {
    this.broker = broker;
    this.version = version;
  }

  @Override
  protected Source open(List<SignalId> signals) {
    StringBuilder yaml = new StringBuilder();
    yaml.append("name: sensors\nversion: ").append(version);
    yaml.append("\nserver: mqtt://127.0.0.1:").append(broker.port());
    yaml.append(
        "\ntopics:\n  - topic: sensors/all\n    time: /ts\n    quality: /q\n    signals:\n");
    for (SignalId signal : signals) {
      yaml.append("      - {point: ").append(signal.point()).append(", unit: '1', value: /");
      yaml.append(signal.point()).append("}\n");
    }
    return new MqttSource(
        Configs.parse(SITE, yaml.toString()),
        folder,
        InstantSource.system(),
        new SimpleMeterRegistry());
  }

  @Override
  protected void startFarSide() throws IOException {
    broker.start();
  }

  @Override
  protected void stopFarSide() {
    broker.stop();
  }

  @Override
  protected void publish(SignalId signal, double value, Instant at, Quality quality) {
    broker.publish(
        "sensors/all",
        "{\"%s\": %s, \"ts\": %d, \"q\": \"%s\"}"
            .formatted(signal.point(), value, at.toEpochMilli(), quality.severity()));
  }

  @Override
  protected void loseWhileStopped(SignalId signal) {
    // These brokers forget the session when they stop: whatever is published next is for nobody.
  }

  @Override
  protected void publishUnreadable(SignalId signal) {
    broker.publish("sensors/all", "{\"" + signal.point() + "\": \"broken\", \"ts\": 1}");
    broker.publish("sensors/all", "{\"" + signal.point() + "\": 1");
  }

  @Override
  protected boolean acknowledges() {
    return true;
  }
}
