package io.poyang.ingest.door;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.poyang.ingest.edges.EdgeAccess;
import io.poyang.ingest.edges.EdgeRegistry;
import io.poyang.ingest.intake.Intake;
import io.poyang.ingest.intake.IntakeSettings;
import io.poyang.telemetry.Batch;
import io.poyang.telemetry.BatchId;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Gap;
import io.poyang.telemetry.Opening;
import io.poyang.telemetry.Period;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.SiteId;
import io.poyang.telemetry.catalogue.MemoryCatalogue;
import io.poyang.telemetry.config.Secret;
import io.poyang.telemetry.continuity.Continuity;
import io.poyang.telemetry.quarantine.MemoryQuarantine;
import io.poyang.telemetry.store.ReadingStore;
import io.poyang.telemetry.wire.BatchCodec;
import io.poyang.telemetry.wire.Topics;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;

/**
 * How much the door and the intake take when the store costs nothing but its sync: run by hand with
 * {@code connections batch messages-per-connection window commit-millis}. The bench of the whole
 * road is elsewhere.
 */
public final class DoorLoad {
  private DoorLoad() {}

  /** Throws readings away after as long as a synced commit takes. */
  private record SlowVoid(long commitMillis) implements ReadingStore {
    @Override
    public void append(List<Batch> batches) {
      try {
        Thread.sleep(commitMillis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void awaitVisible() {}

    @Override
    public void read(SignalId signal, Period period, Predicate<Reading> visitor) {}

    @Override
    public Map<SignalId, Reading> latest(Collection<SignalId> signals, Period period) {
      return Map.of();
    }

    @Override
    public long count(SignalId signal, Period period) {
      return 0;
    }

    @Override
    public long count(Period period) {
      return 0;
    }

    @Override
    public void close() {}
  }

  /** Remembers nothing. */
  private static final class Forgetful implements Continuity {
    @Override
    public void committed(Collection<Receipt> batches, Instant at) {}

    @Override
    public List<Epoch> epochs(EdgeId edge) {
      return List.of();
    }

    @Override
    public OptionalInt checksum(BatchId batch) {
      return OptionalInt.empty();
    }

    @Override
    public List<Gap> gaps(EdgeId edge, Period period) {
      return List.of();
    }

    @Override
    public List<Hour> hours(EdgeId edge, Period period) {
      return List.of();
    }
  }

  public static void main(String[] args) throws Exception {
    int connections = Integer.parseInt(args[0]);
    int size = Integer.parseInt(args[1]);
    int messages = Integer.parseInt(args[2]);
    int window = Integer.parseInt(args[3]);
    EdgeId edge = new EdgeId("load");
    SiteId site = new SiteId("works");
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    EdgeRegistry edges =
        new EdgeRegistry(List.of(new EdgeAccess(edge, Set.of(site), new Secret("load"))));
    Vertx vertx = Vertx.vertx();
    Intake intake =
        new Intake(
            new SlowVoid(Long.parseLong(args[4])),
            new Forgetful(),
            new MemoryQuarantine(),
            new MemoryCatalogue(),
            List.of(),
            edges,
            IntakeSettings.standard(),
            meters,
            InstantSource.system());
    DoorSettings settings = DoorSettings.standard().at("127.0.0.1", 0);
    try (Door door = Door.open(vertx, settings, edges, intake, meters, InstantSource.system())) {
      for (int round = 0; round < 3; round++) {
        long began = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (int c = 0; c < connections; c++) {
          long epoch = 1 + round * 1000L + c;
          threads.add(feed(door.actualPort(), edge, site, epoch, size, messages, window));
        }
        for (Thread thread : threads) {
          thread.join();
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        System.out.printf(
            "%,.0f messages/s, %,.0f readings/s%n",
            connections * (double) messages / seconds,
            connections * (double) messages * size / seconds);
      }
    }
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().contains("eventloop") || thread.getName().contains("scribe")) {
        long cpu =
            java.lang.management.ManagementFactory.getThreadMXBean()
                .getThreadCpuTime(thread.threadId());
        System.out.printf("%s cpu %.2f s%n", thread.getName(), cpu / 1e9);
      }
    }
    intake.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private static Thread feed(
      int port, EdgeId edge, SiteId site, long epoch, int size, int messages, int window) {
    return Thread.ofPlatform()
        .start(
            () -> {
              try (RawClient raw = new RawClient(port, edge, "load", "c" + epoch)) {
                BatchCodec codec = new BatchCodec(1 << 20);
                Batch batch = batch(edge, site, size);
                String topic = Topics.live(edge);
                Semaphore free = new Semaphore(window);
                Thread reader =
                    Thread.ofPlatform()
                        .start(
                            () -> {
                              try {
                                for (int i = 0; i < messages; i++) {
                                  raw.readReceipt();
                                  free.release();
                                }
                              } catch (java.io.IOException e) {
                                throw new java.io.UncheckedIOException(e);
                              }
                            });
                for (int i = 0; i < messages; i++) {
                  if (!free.tryAcquire()) {
                    raw.flush();
                    free.acquire();
                  }
                  raw.write(topic, codec.encode(numbered(batch, epoch, i + 1)), 1 + i % 60_000);
                }
                raw.flush();
                reader.join();
              } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  private static Batch batch(EdgeId edge, SiteId site, int size) {
    Batch.Builder builder = Batch.builder();
    long at = System.currentTimeMillis() - 1_000_000;
    for (int i = 0; i < size; i++) {
      builder.add(
          new SignalId(site, "point-" + i % 20),
          at + i * 50L,
          Math.sin(i),
          Quality.STATUS_GOOD,
          Quality.NO_FLAG);
    }
    return builder.build(new BatchId(edge, 77, 1));
  }

  private static Batch numbered(Batch batch, long epoch, long sequence) {
    int runs = batch.runs();
    SignalId[] signals = new SignalId[runs];
    int[] ends = new int[runs];
    for (int run = 0; run < runs; run++) {
      signals[run] = batch.signal(run);
      ends[run] = batch.end(run);
    }
    long[] times = new long[batch.size()];
    double[] values = new double[batch.size()];
    for (int i = 0; i < batch.size(); i++) {
      times[i] = batch.atMillis(i);
      values[i] = batch.value(i);
    }
    Batch.Header header =
        new Batch.Header(
            new BatchId(batch.id().edge(), epoch, sequence), Opening.OF_NEW_LOG, List.of(), 0);
    return Batch.ofColumns(header, signals, ends, times, values, null, null);
  }
}
