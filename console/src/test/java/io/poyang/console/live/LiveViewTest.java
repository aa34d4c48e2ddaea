package io.poyang.console.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.poyang.analytics.freshness.Freshness;
import io.poyang.console.Plant;
import io.poyang.console.RunningConsole;
import io.poyang.telemetry.Batch;
import io.poyang.telemetry.BatchId;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.SiteId;
import io.poyang.telemetry.catalogue.MemoryCatalogue;
import io.poyang.telemetry.store.MemoryReadingStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LiveViewTest {
  private static final Instant NOW = RunningConsole.NOW;
  private final MemoryReadingStore store = new MemoryReadingStore();
  private final MemoryCatalogue catalogue = new MemoryCatalogue();
  private final List<LiveView> views = new ArrayList<>();

  private LiveView open() {
    LiveView view = LiveView.open(store, catalogue, InstantSource.fixed(NOW));
    views.add(view);
    return view;
  }

  @AfterEach
  void close() {
    views.forEach(LiveView::close);
  }

  private static String rows(LiveView view) throws Exception {
    return view.ask(
            table -> {
              StringBuilder out = new StringBuilder();
              table.write(Plant.SITE, 0, 0, Integer.MAX_VALUE, out);
              return out.toString();
            })
        .get(10, TimeUnit.SECONDS);
  }

  @Test
  void itStartsWithWhatTheStoreHas() {
    catalogue.announce(Plant.announcement(), NOW);
    store.append(List.of(Plant.batch(Plant.reading(Plant.COD, NOW.minusSeconds(3_600), 31.5))));
    LiveView view = open();
    await().untilAsserted(() -> assertThat(rows(view)).contains("effluent.cod").contains("31.5"));
  }

  /** A page that asks for an unknown site over and over must not fill memory with looks. */
  @Test
  void manyWhoAskShareOneLookIntoTheCatalogue() {
    LiveView view = open();
    Set<CompletableFuture<Void>> looks = new HashSet<>();
    // Nobody gets past the catalogue meanwhile: at most one look has begun, and one waits.
    synchronized (catalogue) {
      for (int i = 0; i < 100; i++) {
        looks.add(view.refresh());
      }
      assertThat(looks).hasSizeLessThanOrEqualTo(2);
    }
    await().until(() -> looks.stream().allMatch(CompletableFuture::isDone));
  }

  /** The look into the store may come back after newer readings have. */
  @Test
  void whatTheStoreHadNeverReplacesWhatCameSince() throws Exception {
    LiveView view = open();
    view.committed(List.of(Plant.batch(Plant.reading(Plant.COD, NOW, 2.5))));
    view.found(List.of(Plant.reading(Plant.COD, NOW.minusSeconds(1), 1.5)));
    assertThat(rows(view)).contains("2.5").doesNotContain("1.5");
  }

  @Test
  void aSignalAnnouncedLaterIsListedAndCounted() {
    LiveView view = open();
    catalogue.announce(Plant.announcement(), NOW);
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThat(view.ask(table -> table.freshness(NOW.toEpochMilli())).get())
                    .hasEntrySatisfying(
                        Plant.SITE,
                        site -> {
                          assertThat(site.signals()).isEqualTo(3);
                          assertThat(site.state()).isEqualTo(Freshness.SILENT);
                        }));
  }

  /** The writer is never held up; what was left out is taken from the store afterwards. */
  @Test
  void whatDoesNotFitTheQueueIsMadeGoodFromTheStore() throws Exception {
    LiveView view = open();
    CountDownLatch hold = new CountDownLatch(1);
    var held =
        view.ask(
            table -> {
              try {
                return hold.await(30, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    for (int i = 1; i <= 120; i++) {
      view.committed(List.of(filler(i)));
    }
    List<Batch> last = List.of(Plant.batch(Plant.reading(Plant.COD, NOW, 99.5)));
    store.append(last);
    catalogue.sighted(Plant.EDGE, List.of(Plant.COD), NOW);
    view.committed(last);
    hold.countDown();
    assertThat(held.get(30, TimeUnit.SECONDS)).isTrue();
    catalogue.announce(Plant.announcement(), NOW);
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(rows(view)).contains("effluent.cod").contains("99.5"));
  }

  private static Batch filler(int sequence) {
    Batch.Builder builder = Batch.builder();
    SignalId id = new SignalId(new SiteId("filler"), "p");
    for (int i = 0; i < 10_000; i++) {
      builder.add(id, NOW.toEpochMilli() + i, i, 0, (char) 0);
    }
    return builder.build(new BatchId(Plant.EDGE, 2, sequence));
  }
}
