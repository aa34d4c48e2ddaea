package io.poyang.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.poyang.edge.source.RecordingSink;
import io.poyang.edge.source.SignalSetting;
import io.poyang.edge.source.Sink;
import io.poyang.edge.source.Untold;
import io.poyang.telemetry.Gap;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.SiteId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class DeliveryTest {
  private static final MqttConfig CONFIG =
      Configs.parse(
          new SiteId("north-works"),
          """
          name: gate
          server: mqtt://127.0.0.1
          topics:
            - topic: meters/{device}
              payload: number
              signals:
                - {point: "{device}.power", unit: kW}
          """);

  private final List<Integer> acknowledged = Collections.synchronizedList(new ArrayList<>());
  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final Refusals refusals = new Refusals("gate", meters);
  private final Untold untold = new Untold(cause -> cause.label());
  private final Session session = new Session(List.of(), null, untold);

  private Delivery delivery(Sink sink) {
    return new Delivery(
        sink, new Routes(CONFIG), refusals, session, InstantSource.system(), acknowledged::add);
  }

  private static Message message(int id, String payload) {
    return new Message("meters/m1", payload.getBytes(StandardCharsets.UTF_8), id, false);
  }

  @Test
  void nothingIsAcknowledgedBeforeItIsSafe() {
    RecordingSink sink = new RecordingSink();
    Delivery delivery = delivery(sink);
    sink.hold();
    delivery.arrived(message(1, "10"));
    // Refused and thus done with, but what came before it is not.
    delivery.arrived(message(2, "broken"));
    assertThat(acknowledged).isEmpty();
    sink.take();
    assertThat(acknowledged).containsExactly(1, 2);
  }

  @Test
  void unreadableMessageIsAcknowledgedSoThatItDoesNotComeForEver() {
    Delivery delivery = delivery(new RecordingSink());
    delivery.arrived(message(1, "broken"));
    assertThat(acknowledged).containsExactly(1);
    assertThat(Refusals.counter(meters, "gate", Unreadable.NOT_A_NUMBER).count()).isEqualTo(1);
  }

  @Test
  void whatTheLogRefusesAndNoBrokerKeepsIsCountedAndTold() {
    RecordingSink sink = new RecordingSink();
    sink.refuse();
    delivery(sink).arrived(message(0, "10"));
    delivery(sink).arrived(message(7, "11"));
    delivery(sink).arrived(message(0, "12"));
    sink.take();
    delivery(sink).tell(untold, gap -> {});
    assertThat(sink.gaps())
        .singleElement()
        .matches(gap -> gap.cause() == Gap.Cause.NOT_KEPT)
        .matches(gap -> gap.readings().orElse(0) == 2);
  }

  @Test
  void lossThatTheLogRefusesEndsTheConnection() {
    RecordingSink sink = new RecordingSink();
    Delivery delivery = delivery(sink);
    delivery.arrived(message(0, "10"));
    sink.refuse();
    delivery.arrived(message(0, "11"));
    Delivery next = delivery(sink);
    next.tell(untold, gap -> {});
    assertThat(next.awaitEnd(Duration.ofSeconds(5)))
        .hasValueSatisfying(why -> assertThat(why).contains("log is full"));
  }

  @Test
  void whatTheLogRefusesStaysWithTheBrokerWithAllThatFollows() {
    RecordingSink sink = new RecordingSink();
    Delivery delivery = delivery(sink);
    delivery.arrived(message(1, "10"));
    sink.refuse();
    delivery.arrived(message(2, "20"));
    sink.take();
    delivery.arrived(message(3, "30"));
    assertThat(acknowledged).containsExactly(1);
    assertThat(sink.readings()).hasSize(1);
    assertThat(delivery.awaitEnd(Duration.ofSeconds(5)).orElseThrow()).contains("log is full");
  }

  @Test
  void sinkThatThrowsIsASinkThatRefuses() {
    Delivery delivery =
        delivery(
            new Sink() {
              @Override
              public CompletionStage<Void> accept(List<Reading> readings) {
                throw new IllegalStateException("log is closed");
              }

              @Override
              public CompletionStage<Void> lost(Gap gap) {
                throw new AssertionError("nothing is lost here: " + gap);
              }

              @Override
              public void discovered(List<SignalSetting> signals) {}
            });
    delivery.arrived(message(1, "10"));
    assertThat(acknowledged).isEmpty();
    assertThat(delivery.awaitEnd(Duration.ofSeconds(5)).orElseThrow()).contains("log is closed");
  }

  @Test
  void deviceIsAnnouncedBeforeItsFirstReading() {
    List<String> told = new ArrayList<>();
    Delivery delivery =
        delivery(
            new Sink() {
              @Override
              public CompletionStage<Void> accept(List<Reading> readings) {
                readings.forEach(reading -> told.add("reading of " + reading.signal().point()));
                return CompletableFuture.completedFuture(null);
              }

              @Override
              public CompletionStage<Void> lost(Gap gap) {
                throw new AssertionError("nothing is lost here: " + gap);
              }

              @Override
              public void discovered(List<SignalSetting> signals) {
                signals.forEach(signal -> told.add("signal " + signal.signal().id().point()));
              }
            });
    delivery.arrived(message(1, "10"));
    delivery.arrived(message(2, "20"));
    assertThat(told)
        .containsExactly("signal m1.power", "reading of m1.power", "reading of m1.power");
  }

  @Test
  void tooMuchWaitingForTheLogHoldsTheBrokerBack() {
    RecordingSink sink = new RecordingSink();
    Delivery delivery = delivery(sink);
    sink.hold();
    Thread broker =
        Thread.ofPlatform()
            .daemon()
            .start(
                () ->
                    IntStream.rangeClosed(1, 1_500)
                        .forEach(i -> delivery.arrived(message(i, "1"))));
    await()
        .until(
            () ->
                sink.offered().size() == 1_000 && broker.getState() == Thread.State.TIMED_WAITING);
    assertThat(sink.offered()).hasSize(1_000);
    sink.take();
    await().until(() -> acknowledged.size() == 1_500);
  }

  @Test
  void qualityOfServiceZeroIsHandedOnAndNotAcknowledged() {
    RecordingSink sink = new RecordingSink();
    delivery(sink).arrived(message(0, "10"));
    assertThat(sink.readings()).hasSize(1);
    assertThat(acknowledged).isEmpty();
  }

  /** MQTT 5, 4.6: acknowledgements go out in the order in which the messages came. */
  @Property(tries = 200)
  void acknowledgementsKeepTheOrderWhateverBecomesSafeFirst(@ForAll("orders") List<Integer> order) {
    List<CompletableFuture<Void>> stages = new ArrayList<>();
    List<Integer> acks = new ArrayList<>();
    Sink sink =
        new Sink() {
          @Override
          public CompletionStage<Void> accept(List<Reading> readings) {
            stages.add(new CompletableFuture<>());
            return stages.getLast();
          }

          @Override
          public CompletionStage<Void> lost(Gap gap) {
            throw new AssertionError("nothing is lost here: " + gap);
          }

          @Override
          public void discovered(List<SignalSetting> signals) {}
        };
    Delivery delivery =
        new Delivery(
            sink, new Routes(CONFIG), refusals, session, InstantSource.system(), acks::add);
    order.stream().sorted().forEach(i -> delivery.arrived(message(i + 1, "1")));
    List<Integer> safe = new ArrayList<>();
    for (int next : order) {
      stages.get(next).complete(null);
      safe.add(next + 1);
      int prefix = 0;
      while (safe.contains(prefix + 1)) {
        prefix++;
      }
      assertThat(acks).isEqualTo(IntStream.rangeClosed(1, prefix).boxed().toList());
    }
  }

  @Provide
  Arbitrary<List<Integer>> orders() {
    return Arbitraries.shuffle(IntStream.range(0, 12).boxed().toList());
  }
}
