package io.poyang.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.poyang.chaos.feed.Sequence;
import io.poyang.chaos.feed.Span;
import io.poyang.edge.log.Log;
import io.poyang.edge.log.LogSettings;
import io.poyang.edge.log.StoredBatch;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.SiteId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A torn write is behind what was committed, or the fault would itself be the loss. */
class TornWriteTest {
  private static final EdgeId EDGE = new EdgeId("chaos-0");
  private static final InstantSource TIME = InstantSource.fixed(Instant.EPOCH);

  @TempDir private Path folder;

  private static Log open(Path folder) {
    return Log.open(folder, EDGE, LogSettings.DEFAULT, TIME);
  }

  /** What an agent that was killed leaves: its files as they are while it runs. */
  private Path killed(Path running, int copy) throws IOException {
    Path left = Files.createDirectory(folder.resolve("copy-" + copy));
    try (Stream<Path> files = Files.list(running)) {
      for (Path file : files.toList()) {
        Files.copy(file, left.resolve(file.getFileName()));
      }
    }
    return left;
  }

  @Test
  void aLogKeepsWhatWasCommittedBeforeIt() throws IOException {
    Sequence sequence = new Sequence(new SiteId("chaos-0"), 5, Instant.EPOCH);
    Path running = folder.resolve("running");
    try (Log log = open(running)) {
      for (int i = 0; i < 20; i++) {
        List<StoredBatch> before = log.read(1, Long.MAX_VALUE, 1000);
        Path left = killed(running, i);
        long at = TornWrite.leave(left.resolve("log.db-wal"), new Random(i));

        assertThat(at).isLessThan(Files.size(left.resolve("log.db-wal")));
        try (Log again = open(left)) {
          assertThat(again.read(1, Long.MAX_VALUE, 1000))
              .extracting(StoredBatch::sequence)
              .containsExactlyElementsOf(before.stream().map(StoredBatch::sequence).toList());
        }
        log.append(sequence.readings(new Span(i * 10L, i * 10L + 10))).toCompletableFuture().join();
      }
    }
  }

  /** Were it not found, the torn bytes would overwrite frames, and the test above would fail. */
  @Test
  void theEndOfTheWholeFramesIsFoundAlsoBehindThemOldFramesLie() throws IOException {
    Path running = folder.resolve("running");
    Path file = folder.resolve("left");
    try (Log log = open(running)) {
      log.append(new Sequence(new SiteId("chaos-0"), 5, Instant.EPOCH).readings(new Span(0, 10)))
          .toCompletableFuture()
          .join();
      Files.copy(running.resolve("log.db-wal"), file);
    }
    byte[] whole = Files.readAllBytes(file);
    byte[] longer = java.util.Arrays.copyOf(whole, whole.length * 2);
    System.arraycopy(whole, 0, longer, whole.length, whole.length);

    assertThat(TornWrite.endOfWhole(ByteBuffer.wrap(whole))).isEqualTo(whole.length);
    assertThat(TornWrite.endOfWhole(ByteBuffer.wrap(longer))).isEqualTo(whole.length);
    assertThat(TornWrite.endOfWhole(ByteBuffer.allocate(0))).isZero();
  }

  /** A power cut may come before the file has its header, and another one after that. */
  @Test
  void aTornWriteMayHitWhatATornWriteLeft() throws IOException {
    Path file = folder.resolve("left");
    for (int i = 0; i < 50; i++) {
      assertThat(TornWrite.leave(file, new Random(i))).isZero();
    }
  }
}
