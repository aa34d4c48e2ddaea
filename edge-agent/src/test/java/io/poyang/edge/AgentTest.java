package io.poyang.edge;

import static io.poyang.edge.log.Readings.numbers;
import static io.poyang.edge.log.Readings.readings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.poyang.edge.health.HealthConfig;
import io.poyang.edge.log.Backlog;
import io.poyang.edge.log.LogSettings;
import io.poyang.edge.log.Readings;
import io.poyang.edge.source.SignalSetting;
import io.poyang.edge.source.Sink;
import io.poyang.edge.source.SourceState;
import io.poyang.edge.uplink.FarIngest.Received;
import io.poyang.edge.uplink.MqttIngest;
import io.poyang.edge.uplink.UplinkConfig;
import io.poyang.telemetry.Gap;
import io.poyang.telemetry.Name;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.Signal;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.Site;
import io.poyang.telemetry.SiteKind;
import io.poyang.telemetry.catalogue.Announcement;
import io.poyang.telemetry.config.Secret;
import io.poyang.telemetry.edges.EdgeStatus.Report;
import io.poyang.telemetry.wire.AnnouncementCodec;
import io.poyang.telemetry.wire.BatchCodec;
import io.poyang.telemetry.wire.StatusCodec;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole agent against a real MQTT endpoint. */
class AgentTest {
  private static final Site SITE = new Site(Readings.SITE, SiteKind.SEWAGE_PLANT, Name.of("North"));

  @TempDir Path folder;
  private MqttIngest ingest;
  private final HandFed source =
      new HandFed("plc", List.of(HandFed.setting(Readings.SIGNAL)), Duration.ZERO);

  @BeforeEach
  void open() throws Exception {
    ingest = new MqttIngest("secret", null);
  }

  @AfterEach
  void close() {
    ingest.close();
  }

  @Test
  void readingIsSafeBeforeIngestHasItAndFreedAfterwards() {
    try (Agent agent = start(HEALTHY)) {
      source.sink.join().accept(readings(0, 3)).toCompletableFuture().join();
      assertThat(agent.state().backlog().readings()).isEqualTo(3);
      await().until(() -> !arrived("live").isEmpty() || !arrived("backfill").isEmpty());
      ingest.answerAtOnce();
      await().until(() -> agent.state().backlog().equals(Backlog.EMPTY));
    }
  }

  @Test
  void catalogueAndStatusFollowEveryConnect() {
    ingest.answerAtOnce();
    try (Agent agent = start(HEALTHY)) {
      await().until(() -> !arrived("status").isEmpty());
      assertThat(announced(0)).containsExactly(Readings.SIGNAL);
      Report report = new StatusCodec().decode(arrived("status").getFirst(), Instant.now());
      assertThat(report.sources())
          .singleElement()
          .matches(one -> one.name().equals("plc") && one.connected());

      SignalId found = new SignalId(Readings.SITE, "effluent.tp");
      source.sink.join().discovered(List.of(HandFed.setting(found)));
      await().until(() -> arrived("catalogue").size() == 2);
      assertThat(announced(1)).containsExactly(Readings.SIGNAL, found);

      ingest.cut();
      await().until(() -> arrived("catalogue").size() == 3);
      assertThat(announced(2)).containsExactly(Readings.SIGNAL, found);
    }
  }

  @Test
  void largeCatalogueComesInSeveralMessages() {
    ingest.answerAtOnce();
    try (Agent agent = start(HEALTHY)) {
      List<SignalId> found =
          IntStream.range(0, 1_200)
              .mapToObj(i -> new SignalId(Readings.SITE, "line.p%04d".formatted(i)))
              .toList();
      source.sink.join().discovered(found.stream().map(HandFed::setting).toList());
      await().until(() -> everAnnounced().containsAll(found));
      assertThat(everAnnounced()).contains(Readings.SIGNAL);
      assertThat(arrived("catalogue")).allMatch(message -> message.length < 256 << 10);
    }
  }

  @Test
  void deadbandOfADiscoveredSignalHolds() {
    SignalId found = new SignalId(Readings.SITE, "pile-7.power");
    try (Agent agent = start(HEALTHY)) {
      Sink sink = source.sink.join();
      sink.discovered(List.of(new SignalSetting(HandFed.signal(found), 0.5)));
      for (int i = 0; i < 4; i++) {
        Reading reading =
            new Reading(found, Instant.ofEpochSecond(1_772_337_600 + i), i * 0.2, Quality.GOOD);
        sink.accept(List.of(reading)).toCompletableFuture().join();
      }
      assertThat(agent.state().backlog().readings()).isEqualTo(2);
    }
  }

  @Test
  void whatAStoppedAgentStillHeldGoesAsBackfillWhenItRunsAgain() {
    try (Agent agent = start(HEALTHY)) {
      source.sink.join().accept(readings(0, 5)).toCompletableFuture().join();
    }
    ingest.answerAtOnce();
    int before = ingest.received().size();
    HandFed again = new HandFed("plc", List.of(HandFed.setting(Readings.SIGNAL)), Duration.ZERO);
    try (Agent agent = Agent.start(config(HEALTHY, again), InstantSource.system())) {
      await().until(() -> agent.state().backlog().equals(Backlog.EMPTY));
      assertThat(
              ingest.received().stream()
                  .skip(before)
                  .filter(one -> one.way().equals("backfill"))
                  .flatMap(one -> numbers(one.payload()).stream()))
          .contains(0, 1, 2, 3, 4);
    }
  }

  @Test
  void healthNamesWhatIsNotReadyAndMetricsCount() throws Exception {
    ingest.answerAtOnce();
    try (Agent agent = start(HEALTHY)) {
      await().until(() -> get(agent, "/health/ready").statusCode() == 200);
      assertThat(get(agent, "/health/live").body()).isEqualTo("{\"status\":\"ok\"}");
      source.sink.join().accept(readings(0, 7)).toCompletableFuture().join();
      await()
          .until(
              () ->
                  get(agent, "/metrics")
                      .body()
                      .contains("batches_acknowledged_total{edge=\"north-works-agent\"} 1.0"));
      assertThat(get(agent, "/metrics").body())
          .contains("poyang_edge_readings_appended_total{edge=\"north-works-agent\"} 7.0")
          .contains("poyang_edge_source_connected{edge=\"north-works-agent\",source=\"plc\"} 1.0")
          .contains("poyang_edge_log_commit_seconds_count");

      source.state = new SourceState.Disconnected(Instant.EPOCH, "opc.tcp://plc does not answer");
      HttpResponse<String> unready = get(agent, "/health/ready");
      assertThat(unready.statusCode()).isEqualTo(503);
      assertThat(unready.body())
          .contains("\"notReady\":[\"source plc: opc.tcp://plc does not answer\"]");
    }
  }

  @Test
  void logThatIngestRefusesAsACopyIsNotReadyAndNamesTheMend() throws Exception {
    try (Agent agent = start(HEALTHY)) {
      await().until(() -> get(agent, "/health/ready").statusCode() == 200);
      source.sink.join().accept(readings(0, 3)).toCompletableFuture().join();
      await().until(() -> !arrived("live").isEmpty());
      ingest.answer(0x83);
      await().until(() -> get(agent, "/health/ready").statusCode() == 503);
      assertThat(get(agent, "/health/ready").body())
          .contains("restored or cloned", "said by the test", "./poyang log renew --config FILE");
      assertThat(get(agent, "/metrics").body())
          .contains("poyang_edge_log_copied{edge=\"north-works-agent\"} 1.0")
          .contains("poyang_edge_batches_resting{edge=\"north-works-agent\"} 1.0");
    }
  }

  @Test
  void everyFigureOfAnAgentIsExplainedAndThoseOfTheProcessAreThere() throws Exception {
    ingest.answerAtOnce();
    try (Agent agent = start(HEALTHY)) {
      await().until(() -> get(agent, "/health/ready").statusCode() == 200);
      String figures = get(agent, "/metrics").body();
      String page =
          Files.readString(Path.of(System.getProperty("poyang.root"), "docs", "operations.md"));
      assertThat(names("(?m)^# TYPE (poyang_\\w+) ", figures))
          .isNotEmpty()
          .isSubsetOf(names("`(poyang_edge_\\w+)[`{]", page));
      assertThat(figures)
          .contains("jvm_memory_used_bytes{", "jvm_threads_live_threads{")
          .contains("process_files_open_files{", "process_uptime_seconds{");
    }
  }

  private static Set<String> names(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(found -> found.group(1))
        // The highest of late is a figure of its own to Prometheus.
        .filter(name -> !name.endsWith("_max"))
        .collect(Collectors.toSet());
  }

  @Test
  void clockThatIsSetBackAndAheadNeitherStopsReadingsNorChangesTheirTimes() {
    ingest.answerAtOnce();
    AtomicReference<Duration> wrong = new AtomicReference<>(Duration.ZERO);
    InstantSource clock = () -> Instant.now().plus(wrong.get());
    try (Agent agent = Agent.start(config(HEALTHY, source), clock)) {
      Sink sink = source.sink.join();
      Duration back = Duration.ofHours(-3);
      Duration ahead = Duration.ofHours(3);
      List<Reading> sent = readings(0, 60);
      sink.accept(sent.subList(0, 20));
      await().until(() -> reports(Duration.ZERO));
      for (Duration step : List.of(back, ahead)) {
        wrong.set(step);
        int from = step.isNegative() ? 20 : 40;
        sink.accept(sent.subList(from, from + 20)).toCompletableFuture().join();
        await().atMost(Duration.ofSeconds(20)).until(() -> reports(step));
        await().until(() -> agent.state().backlog().equals(Backlog.EMPTY));
      }
      BatchCodec codec = new BatchCodec(1 << 20);
      assertThat(
              Stream.concat(arrived("live").stream(), arrived("backfill").stream())
                  .flatMap(payload -> codec.decode(payload).readings().stream()))
          .containsExactlyInAnyOrderElementsOf(sent);
    }
  }

  /** Whether the newest status says that the edge's clock is about so wrong. */
  private boolean reports(Duration wrong) {
    List<byte[]> statuses = arrived("status");
    if (statuses.isEmpty()) {
      return false;
    }
    Duration said = new StatusCodec().decode(statuses.getLast(), Instant.now()).clockOffset();
    return said.minus(wrong).abs().compareTo(Duration.ofMinutes(1)) < 0;
  }

  @Test
  void whatASourceLostTravelsTheRoadAndIsCounted() throws Exception {
    ingest.answerAtOnce();
    try (Agent agent = start(HEALTHY)) {
      Gap gap =
          new Gap(
              Gap.Cause.SOURCE_DOWN,
              OptionalLong.empty(),
              Instant.ofEpochSecond(10),
              Instant.ofEpochSecond(20),
              List.of(Readings.SIGNAL),
              Optional.empty(),
              "source plc: not connected");
      source.sink.join().lost(gap).toCompletableFuture().join();
      BatchCodec codec = new BatchCodec(1 << 20);
      await()
          .until(
              () ->
                  Stream.concat(arrived("live").stream(), arrived("backfill").stream())
                      .anyMatch(payload -> codec.decode(payload).gaps().contains(gap)));
      assertThat(get(agent, "/metrics").body())
          .contains(
              "poyang_edge_source_gaps_total{cause=\"source-down\",edge=\"north-works-agent\","
                  + "source=\"plc\"} 1.0");
    }
  }

  @Test
  void secondAgentOnOneFolderSaysSoAndLeavesTheFirstAlone() {
    try (Agent agent = start(Optional.empty())) {
      assertThatThrownBy(() -> start(Optional.empty()))
          .isInstanceOf(AgentException.class)
          .hasMessageContaining("in use by another agent")
          .hasMessageContaining("its own 'data' folder");
      source.sink.join().accept(readings(0, 1)).toCompletableFuture().join();
    }
  }

  @Test
  void takenHealthPortIsNamedAndTheFolderIsFreeAgain() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(
              () -> start(Optional.of(new HealthConfig("127.0.0.1", taken.getLocalPort()))))
          .isInstanceOf(AgentException.class)
          .hasMessageContaining("health address 127.0.0.1:" + taken.getLocalPort())
          .hasMessageContaining("health.port");
    }
    start(HEALTHY).close();
  }

  @Test
  void hangingSourceDoesNotKeepTheAgentFromStopping() {
    HandFed hanging = new HandFed("slow", List.of(), Duration.ofMinutes(5));
    Agent agent = Agent.start(config(HEALTHY, hanging), InstantSource.system());
    await().atMost(Duration.ofSeconds(8)).until(() -> stopped(agent));
    start(HEALTHY).close();
  }

  private static boolean stopped(Agent agent) {
    agent.close();
    return true;
  }

  private static final Optional<HealthConfig> HEALTHY =
      Optional.of(new HealthConfig("127.0.0.1", 0));

  private Agent start(Optional<HealthConfig> health) {
    return Agent.start(config(health, source), InstantSource.system());
  }

  private AgentConfig config(Optional<HealthConfig> health, HandFed from) {
    return new AgentConfig(
        Readings.EDGE,
        SITE,
        folder.resolve("data"),
        new UplinkConfig(
            URI.create("mqtt://127.0.0.1:" + ingest.port()),
            new Secret("secret"),
            1000,
            16,
            false,
            Optional.empty()),
        LogSettings.DEFAULT,
        health,
        List.of(from));
  }

  private List<byte[]> arrived(String way) {
    return ingest.received().stream()
        .filter(one -> one.way().equals(way))
        .map(Received::payload)
        .toList();
  }

  private Set<SignalId> everAnnounced() {
    Set<SignalId> all = new HashSet<>();
    for (int i = 0; i < arrived("catalogue").size(); i++) {
      all.addAll(announced(i));
    }
    return all;
  }

  private List<SignalId> announced(int index) {
    Announcement announcement = new AnnouncementCodec().decode(arrived("catalogue").get(index));
    return announcement.signals().stream().map(Signal::id).toList();
  }

  private static HttpResponse<String> get(Agent agent, String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(
                  URI.create("http://127.0.0.1:" + agent.healthPort().orElseThrow() + path))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }
}
