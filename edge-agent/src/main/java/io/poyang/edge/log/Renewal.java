package io.poyang.edge.log;

import io.poyang.edge.log.LogFile.Begun;
import io.poyang.edge.log.LogFile.Held;
import io.poyang.telemetry.Batch;
import io.poyang.telemetry.BatchId;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Opening;
import io.poyang.telemetry.wire.BatchCodec;
import java.sql.SQLException;

/**
 * Begins a chain of its own in a log whose numbers are in doubt: what has not been acknowledged
 * gets fresh numbers under a fresh epoch that follows none. Ingest may have had some of it under
 * the old numbers; one signal has one value at a time, so it is stored once all the same.
 *
 * <p>Done in steps, each of them whole. Where it ends half way, it is simply done again.
 */
final class Renewal {
  private static final int MOST_IN_STEP = 500;

  private final LogFile file;
  private final EdgeId edge;
  private final BatchCodec codec = new BatchCodec(Integer.MAX_VALUE);
  private final Begun begun;

  /** New numbers change nothing of it. */
  private final Backlog held;

  private long last;

  private Renewal(LogFile file, LogFile.Life life, long nowMillis) {
    this.file = file;
    this.edge = life.edge();
    this.held = new Backlog(life.batches(), life.readings(), 0);
    this.last = life.lastSequence();
    this.begun = new Begun(Begun.freshEpoch(), new Opening(last + 1, Opening.NONE), nowMillis);
  }

  /** Returns how many batches have been numbered afresh. */
  static long renew(LogFile file, long nowMillis) throws SQLException {
    // What is missing would be told of by nobody once the count is written anew.
    file.verify();
    LogFile.Life life = file.life();
    Renewal renewal = new Renewal(file, life, nowMillis);
    try {
      renewal.begin(life.batches() > 0);
      for (long from = life.oldest(); from <= life.lastSequence(); ) {
        LogFile.Found found = file.read(from, life.lastSequence(), MOST_IN_STEP);
        if (found.last() == 0) {
          break;
        }
        renewal.step(found);
        from = found.last() + 1;
      }
      return renewal.last - life.lastSequence();
    } catch (SQLException | RuntimeException e) {
      file.rollback();
      throw e;
    }
  }

  private void begin(boolean anything) throws SQLException {
    file.begin();
    file.forgetOpenings();
    if (anything) {
      file.insert(begun);
    }
    file.commit();
  }

  /** Batches that the disk has spoilt stay as they are; the agent tells of them when it runs. */
  private void step(LogFile.Found found) throws SQLException {
    file.begin();
    for (StoredBatch batch : found.sound()) {
      Held row = file.held(batch.sequence());
      if (row != null) {
        file.delete(new Sequences.Range(batch.sequence(), batch.sequence()));
        file.insert(numberedAfresh(batch), row.keptAtMillis());
      }
    }
    file.advance(last, held);
    file.commit();
  }

  private StoredBatch numberedAfresh(StoredBatch stored) {
    Batch batch = codec.decode(stored.payload());
    Batch.Header header =
        new Batch.Header(
            new BatchId(edge, begun.epoch(), ++last), begun.opening(), batch.gaps(), 0);
    return new StoredBatch(
        begun.epoch(),
        last,
        stored.readings(),
        stored.gaps(),
        stored.firstAtMillis(),
        stored.lastAtMillis(),
        codec.encode(batch.with(header)));
  }
}
