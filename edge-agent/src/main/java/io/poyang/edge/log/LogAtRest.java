package io.poyang.edge.log;

import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Gap;
import io.poyang.telemetry.wire.BatchCodec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A log as it lies in its folder, for the person who looks after it. */
public final class LogAtRest {
  private static final int MOST_GAPS = 1000;

  private LogAtRest() {}

  /** One opening, see {@link io.poyang.telemetry.Opening}. */
  public record Epoch(long epoch, long first, long previous, Instant openedAt) {}

  /** The batch that has waited longest: since when, and the earliest source time in it. */
  public record Oldest(long sequence, Instant keptAt, Instant firstAt) {}

  /**
   * What is in a log.
   *
   * @param epochs the newest, the latest last
   * @param fileBytes what its files take of the disk
   * @param gaps of which ingest does not know yet; the oldest thousand batches' of them
   */
  public record Summary(
      EdgeId edge,
      List<Epoch> epochs,
      long lastSequence,
      Backlog backlog,
      Optional<Oldest> oldest,
      long fileBytes,
      List<Gap> gaps) {}

  /**
   * Looks into a folder's log; its agent may run meanwhile.
   *
   * @throws LogException where there is none, or it cannot be read
   */
  public static Summary show(Path folder) {
    Path path = file(folder);
    try (LogFile file = LogFile.look(path)) {
      LogFile.Life life = file.life();
      List<Epoch> epochs = new ArrayList<>();
      for (LogFile.Begun begun : file.openings()) {
        epochs.add(
            new Epoch(
                begun.epoch(),
                begun.opening().first(),
                begun.opening().previous(),
                Instant.ofEpochMilli(begun.atMillis())));
      }
      BatchCodec codec = new BatchCodec(Integer.MAX_VALUE);
      List<Gap> gaps = new ArrayList<>();
      for (byte[] payload : file.tellingOfGaps(MOST_GAPS)) {
        gaps.addAll(codec.decode(payload).gaps());
      }
      LogFile.Held first = file.held(life.oldest());
      return new Summary(
          life.edge(),
          epochs,
          life.lastSequence(),
          file.backlog(),
          Optional.ofNullable(first)
              .map(
                  row ->
                      new Oldest(
                          row.sequence(),
                          Instant.ofEpochMilli(row.keptAtMillis()),
                          Instant.ofEpochMilli(row.firstAtMillis()))),
          file.bytes(),
          gaps);
    } catch (SQLException e) {
      throw new LogException("log %s cannot be read: %s".formatted(path, e.getMessage()), e);
    }
  }

  /**
   * Begins a chain of its own, so that ingest takes the log for a new one. What was not
   * acknowledged gets fresh numbers in it.
   *
   * @return how many batches that are
   * @throws LogException where the agent runs, or there is no log of its own
   */
  public static long renew(Path folder, EdgeId edge, LogBounds bounds, Instant now) {
    Path path = file(folder);
    try (LogFolder lock = LogFolder.lock(folder);
        LogFile file = LogFile.open(path, new Bounds(bounds))) {
      lock.checkOwner(file.life().edge(), edge);
      long renewed = Renewal.renew(file, now.toEpochMilli());
      file.checkpoint();
      return renewed;
    } catch (SQLException e) {
      String mend =
          LogFormat.isCorrupt(e) ? "; start its agent once, which saves what can be read" : "";
      throw new LogException(
          "log %s cannot be renewed: %s%s".formatted(path, e.getMessage(), mend), e);
    }
  }

  private static Path file(Path folder) {
    Path path = folder.resolve(LogFolder.FILE);
    if (!Files.isRegularFile(path)) {
      throw new LogException("no log in %s: its agent has not run yet".formatted(folder));
    }
    return path;
  }
}
