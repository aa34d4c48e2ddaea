package io.poyang.telemetry.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.poyang.telemetry.Batch;
import io.poyang.telemetry.BatchId;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Gap;
import io.poyang.telemetry.Name;
import io.poyang.telemetry.Opening;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.Range;
import io.poyang.telemetry.Signal;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.Site;
import io.poyang.telemetry.SiteId;
import io.poyang.telemetry.SiteKind;
import io.poyang.telemetry.catalogue.Announcement;
import io.poyang.telemetry.edges.EdgeStatus.Report;
import io.poyang.telemetry.edges.EdgeStatus.SourceReport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;

/**
 * Whatever comes over the line: a decoder reads it or refuses it with a {@link WireException}, with
 * memory in proportion to the bytes at hand, and what it reads it can write again.
 */
class DecoderFuzzTest {
  private static final int LIMIT = 1 << 16;
  private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

  /** A decoder's fixed cost, and what one byte of (inflated) input may cost at the most. */
  private static final long BYTES_AT_LEAST = 64 << 10;

  private static final long BYTES_A_BYTE = 120;

  /** A codec remembers names; a fresh one now and then has all of them to learn again. */
  private static final int NAMES_KEPT_FOR = 1000;

  /** What is some kilobytes here would be sixteen megabytes there. */
  private final byte[] bomb = deflated(new byte[16 << 20], Fuzz.random(0));

  private final BatchCodec wide = new BatchCodec(Integer.MAX_VALUE);
  private BatchCodec codec = new BatchCodec(LIMIT);
  private long decoded;

  @Test
  void noBytesHarmTheBatchDecoder() {
    List<byte[]> seeds = batches();
    List<byte[]> words = words("poyang/p0", "x", "site-1/point-7", "\u0008\u0001");
    Fuzz fuzz = Fuzz.of(240_000, 0.8);
    fuzz.run(
        "batches",
        random -> batchInput(random, seeds, words),
        bytes -> {
          if (++decoded % NAMES_KEPT_FOR == 0) {
            codec = new BatchCodec(LIMIT);
          }
          Batch batch;
          try {
            batch = fuzz.within(bound(inflated(bytes)), () -> codec.decode(bytes));
          } catch (WireException e) {
            assertThat(e.getMessage()).hasSizeBetween(1, WireException.LONGEST);
            return false;
          }
          canBeWrittenAgain(batch);
          return true;
        });
  }

  @Test
  void noBytesHarmTheAnnouncementDecoder() {
    AnnouncementCodec announcer = new AnnouncementCodec();
    List<byte[]> seeds = announcements(announcer);
    Fuzz fuzz = Fuzz.of(30_000, 0.1);
    fuzz.run(
        "announcements",
        random -> jsonInput(random, seeds),
        bytes -> {
          Announcement announcement;
          try {
            announcement = fuzz.within(bound(bytes.length), () -> announcer.decode(bytes));
          } catch (WireException e) {
            assertThat(e.getMessage()).hasSizeBetween(1, WireException.LONGEST);
            return false;
          }
          assertThat(announcer.decode(announcer.encode(announcement))).isEqualTo(announcement);
          return true;
        });
  }

  @Test
  void noBytesHarmTheStatusDecoder() {
    StatusCodec status = new StatusCodec();
    List<byte[]> seeds =
        List.of(
            status.encode(NOW, 0, 0, List.of()),
            status.encode(
                NOW.minusSeconds(9),
                12,
                3456,
                List.of(
                    new SourceReport("plc", true, ""),
                    new SourceReport("sensors", false, "没有回答"))));
    Fuzz fuzz = Fuzz.of(30_000, 0.1);
    fuzz.run(
        "statuses",
        random -> jsonInput(random, seeds),
        bytes -> {
          Report report;
          try {
            report = fuzz.within(bound(bytes.length), () -> status.decode(bytes, NOW));
          } catch (WireException e) {
            assertThat(e.getMessage()).hasSizeBetween(1, WireException.LONGEST);
            return false;
          }
          byte[] again =
              status.encode(
                  NOW.plus(report.clockOffset()),
                  report.backlogBatches(),
                  report.backlogReadings(),
                  report.sources());
          assertThat(status.decode(again, NOW)).isEqualTo(report);
          return true;
        });
  }

  private static long bound(long length) {
    return BYTES_AT_LEAST + BYTES_A_BYTE * Math.min(length, LIMIT);
  }

  private byte[] batchInput(SplittableRandom random, List<byte[]> seeds, List<byte[]> words) {
    byte[] seed = oftenSmall(random, seeds);
    byte[] other = oftenSmall(random, seeds);
    Mutations mutations = new Mutations(random, words);
    return switch (random.nextInt(8)) {
      case 0, 1, 2 -> new MessageMutations(random).damaged(seed);
      case 3 -> mutations.damaged(new MessageMutations(random).damaged(seed), other);
      case 4 -> deflated(new MessageMutations(random).damaged(seed), random);
      case 5 -> mutations.damaged(random.nextInt(50) == 0 ? bomb : deflated(seed, random), other);
      default -> mutations.damaged(seed, other);
    };
  }

  /** What is small is quickly read and has as many kinds of fields. */
  private static byte[] oftenSmall(SplittableRandom random, List<byte[]> seeds) {
    return seeds.get(random.nextInt(1 + random.nextInt(seeds.size())));
  }

  private static byte[] jsonInput(SplittableRandom random, List<byte[]> seeds) {
    return new JsonMutations(random).damaged(oftenSmall(random, seeds), oftenSmall(random, seeds));
  }

  private static List<byte[]> words(String... words) {
    return Stream.of(words).map(word -> word.getBytes(StandardCharsets.UTF_8)).toList();
  }

  /** Reading it back must find the same, or a repeat would look like another batch. */
  private void canBeWrittenAgain(Batch batch) {
    byte[] written = wide.encode(batch);
    Batch again = wide.decode(written);
    if (!Arrays.equals(wide.encode(again), written)
        || !again.header().opening().equals(batch.header().opening())
        || !again.id().equals(batch.id())
        || !again.gaps().equals(batch.gaps())
        || again.size() != batch.size()
        || again.runs() != batch.runs()) {
      throw new AssertionError("written again it is another: " + batch + ", then " + again);
    }
    for (int i = 0; i < batch.size(); i++) {
      Quality.of(batch.status(i), batch.flag(i));
      if (again.atMillis(i) != batch.atMillis(i)
          || Double.doubleToRawLongBits(again.value(i))
              != Double.doubleToRawLongBits(batch.value(i))
          || again.status(i) != batch.status(i)
          || again.flag(i) != batch.flag(i)) {
        throw new AssertionError(
            "reading " + i + " of " + batch + " is another when written again");
      }
    }
    for (int run = 0; run < batch.runs(); run++) {
      if (!again.signal(run).equals(batch.signal(run)) || again.end(run) != batch.end(run)) {
        throw new AssertionError("run " + run + " of " + batch + " is another when written again");
      }
    }
  }

  /** The length that a decoder is right to look at, for a bomb no more than the limit. */
  private static int inflated(byte[] bytes) {
    if (bytes.length == 0 || bytes[0] != 0x78) {
      return bytes.length;
    }
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(bytes);
      byte[] room = new byte[8192];
      int length = bytes.length;
      for (int read = -1; read != 0 && length < LIMIT; length += read) {
        read = inflater.inflate(room);
      }
      return length;
    } catch (DataFormatException e) {
      return LIMIT;
    } finally {
      inflater.end();
    }
  }

  private static byte[] deflated(byte[] bytes, SplittableRandom random) {
    Deflater deflater = new Deflater(random.nextInt(10));
    try {
      deflater.setInput(bytes);
      deflater.finish();
      byte[] room = new byte[bytes.length + 1000];
      return Arrays.copyOf(room, deflater.deflate(room));
    } finally {
      deflater.end();
    }
  }

  private static List<byte[]> batches() {
    BatchCodec codec = new BatchCodec(LIMIT);
    Random random = new Random(7);
    List<byte[]> seeds = new ArrayList<>();
    int[][] shapes = {
      {0, 1}, {1, 1}, {1, 40}, {7, 7}, {7, 200}, {50, 50}, {200, 200}, {1000, 1000}
    };
    for (int[] shape : shapes) {
      for (int kind = 0; kind < 4; kind++) {
        seeds.add(codec.encode(batch(random, shape[0], shape[1], kind)));
      }
    }
    seeds.sort(Comparator.comparingInt(seed -> seed.length));
    return seeds;
  }

  private static Batch batch(Random random, int signals, int readings, int kind) {
    Batch.Builder builder = Batch.builder();
    for (int i = 0; signals > 0 && i < readings; i++) {
      boolean marked = kind == 1 && random.nextInt(4) == 0;
      builder.add(
          SignalId.parse("site-" + i % signals / 100 + "/point-" + i % signals),
          kind == 2 ? random.nextLong() : NOW.toEpochMilli() + i / signals * 1000L,
          kind == 2 ? Double.longBitsToDouble(random.nextLong()) : 7 + random.nextDouble(),
          marked ? 0x808D_0000 : Quality.STATUS_GOOD,
          marked && random.nextBoolean() ? 'D' : Quality.NO_FLAG);
    }
    List<Gap> gaps = new ArrayList<>();
    for (int i = 0; kind == 3 && i < readings; i++) {
      gaps.add(gap(random, Gap.Cause.values()[i % Gap.Cause.values().length], signals % 200));
    }
    Opening opening = kind == 0 ? Opening.OF_NEW_LOG : new Opening(1 + random.nextInt(9), 77);
    return builder.build(
        new Batch.Header(
            new BatchId(new EdgeId("north-edge"), random.nextLong(), 9 + random.nextInt(999)),
            opening,
            gaps.subList(0, Math.min(gaps.size(), 40)),
            0));
  }

  private static Gap gap(Random random, Gap.Cause cause, int signals) {
    List<SignalId> names = new ArrayList<>();
    for (int i = 0; i < random.nextInt(signals + 1); i++) {
      names.add(SignalId.parse("site-0/point-" + i));
    }
    long first = 1 + random.nextInt(1000);
    return new Gap(
        cause,
        random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(random.nextInt(1 << 20)),
        NOW.minusSeconds(random.nextInt(9999)),
        NOW,
        names,
        random.nextBoolean()
            ? Optional.empty()
            : Optional.of(new Gap.Batches(random.nextLong(), first, first + random.nextInt(9))),
        "磁盘满 disk full ".repeat(random.nextInt(4)) + "𠀀".repeat(random.nextInt(200)));
  }

  private static List<byte[]> announcements(AnnouncementCodec codec) {
    SiteId site = new SiteId("north-works");
    Signal cod =
        new Signal(
            new SignalId(site, "effluent.cod"),
            "outfall",
            new Name("出水化学需氧量", "Effluent COD"),
            "mg/L",
            "effluent.cod",
            new Range(0, 200),
            "w01018",
            Duration.ofMinutes(5),
            new TreeMap<>());
    Signal pump =
        new Signal(
            new SignalId(site, "pump-1.state"),
            "pump-1",
            Name.of("pump"),
            "1",
            "pump.state",
            null,
            null,
            Duration.ofHours(1),
            new TreeMap<>(Map.of(0, Name.of("off"), 1, Name.of("on"), -3, Name.of("?"))));
    Site north = new Site(site, SiteKind.SEWAGE_PLANT, new Name("北厂", "North works"));
    EdgeId edge = new EdgeId("north-edge");
    return Stream.of(List.<Signal>of(), List.of(cod), List.of(cod, pump))
        .map(signals -> codec.encode(new Announcement(edge, north, signals)))
        .toList();
  }
}
