package io.poyang.ingest.door;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.poyang.ingest.edges.EdgeAccess;
import io.poyang.ingest.edges.EdgeRegistry;
import io.poyang.ingest.intake.Intake;
import io.poyang.ingest.intake.IntakeSettings;
import io.poyang.telemetry.Batch;
import io.poyang.telemetry.BatchId;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Period;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.SiteId;
import io.poyang.telemetry.catalogue.MemoryCatalogue;
import io.poyang.telemetry.config.Secret;
import io.poyang.telemetry.config.Size;
import io.poyang.telemetry.continuity.MemoryContinuity;
import io.poyang.telemetry.quarantine.MemoryQuarantine;
import io.poyang.telemetry.quarantine.Refusal;
import io.poyang.telemetry.wire.BatchCodec;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;

/** A real door and intake before shelves in memory, and clients to knock at it. */
final class Road implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
  static final Period ALL =
      new Period(Instant.parse("2000-01-01T00:00:00Z"), Instant.parse("2100-01-01T00:00:00Z"));
  static final EdgeId EDGE = new EdgeId("north-edge");
  static final EdgeId OTHER = new EdgeId("south-edge");
  static final SiteId SITE = new SiteId("north-works");
  static final SignalId COD = new SignalId(SITE, "effluent.cod");
  static final long EPOCH = 42;

  final HeldStore store = new HeldStore();
  final MemoryContinuity continuity = new MemoryContinuity();
  final MemoryQuarantine quarantine = new MemoryQuarantine();
  final MemoryCatalogue catalogue = new MemoryCatalogue();
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final List<Batch> heard = new CopyOnWriteArrayList<>();
  final EdgeRegistry edges =
      new EdgeRegistry(
          List.of(
              new EdgeAccess(EDGE, Set.of(SITE), new Secret("open north")),
              new EdgeAccess(
                  OTHER,
                  Set.of(new SiteId("south-works"), new SiteId("furnace")),
                  new Secret("open south"))));
  final Intake intake;
  final Door door;
  private final Vertx vertx = Vertx.vertx();
  private final BatchCodec codec = new BatchCodec(1 << 20);
  private final List<MqttAsyncClient> clients = new ArrayList<>();

  Road() {
    this(settings(new Size(1 << 20), new Size(16 << 20), 2048));
  }

  Road(DoorSettings settings) {
    InstantSource clock = InstantSource.fixed(NOW);
    IntakeSettings standard = IntakeSettings.standard();
    IntakeSettings quick =
        new IntakeSettings(
            standard.futureTolerance(),
            standard.largestBatch(),
            standard.largestJson(),
            standard.groupDeliveries(),
            standard.groupReadings(),
            Duration.ofMillis(5),
            Duration.ofMillis(20));
    intake =
        new Intake(
            store,
            continuity,
            quarantine,
            catalogue,
            List.of(heard::addAll),
            edges,
            quick,
            meters,
            clock);
    door = Door.open(vertx, settings, edges, intake, meters, clock);
  }

  static DoorSettings settings(Size message, Size unacknowledged, int receiveMaximum) {
    return new DoorSettings(
        "127.0.0.1",
        0,
        message,
        unacknowledged,
        new Size(Math.max(unacknowledged.bytes(), 64 << 20)),
        receiveMaximum,
        2,
        Optional.empty());
  }

  MqttAsyncClient client(String clientId, EdgeId edge, String password) throws MqttException {
    return connect("tcp", clientId, edge, password, new MqttConnectionOptions());
  }

  MqttAsyncClient secureClient(String clientId, EdgeId edge, String password, SSLContext trusting)
      throws MqttException {
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setSocketFactory(trusting.getSocketFactory());
    options.setHttpsHostnameVerificationEnabled(false);
    return connect("ssl", clientId, edge, password, options);
  }

  private MqttAsyncClient connect(
      String scheme, String clientId, EdgeId edge, String password, MqttConnectionOptions options)
      throws MqttException {
    MqttAsyncClient client =
        new MqttAsyncClient(
            scheme + "://127.0.0.1:" + door.actualPort(), clientId, new MemoryPersistence());
    clients.add(client);
    options.setUserName(edge.value());
    options.setPassword(password.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    options.setConnectionTimeout(5);
    client.connect(options).waitForCompletion(5_000);
    return client;
  }

  MqttAsyncClient northEdge() throws MqttException {
    return client("agent", EDGE, "open north");
  }

  static Batch batch(long sequence, double... values) {
    Batch.Builder builder = Batch.builder();
    long at = NOW.minusSeconds(3600).toEpochMilli() + sequence * 10_000;
    for (double value : values) {
      builder.add(COD, at++, value, Quality.STATUS_GOOD, Quality.NO_FLAG);
    }
    return builder.build(new BatchId(EDGE, EPOCH, sequence));
  }

  byte[] payload(Batch batch) {
    return codec.encode(batch);
  }

  /** The batch that a refusal has kept. */
  Batch reading(Refusal refusal) {
    return codec.decode(refusal.original().orElseThrow().payload());
  }

  double count(String meter) {
    return meters.get(meter).counter().count();
  }

  @Override
  public void close() {
    for (MqttAsyncClient client : clients) {
      try {
        client.disconnectForcibly(0, 1, false);
      } catch (MqttException e) {
        // It was gone already.
      }
      try {
        client.close(true);
      } catch (MqttException e) {
        // Nothing more to close.
      }
    }
    door.close();
    intake.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
