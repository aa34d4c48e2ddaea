package io.poyang.telemetry.continuity;

import io.poyang.telemetry.Batch;
import io.poyang.telemetry.BatchId;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Gap;
import io.poyang.telemetry.Opening;
import io.poyang.telemetry.Period;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;

/**
 * Remembers which batches of each (edge, epoch) the store has committed, how many readings of which
 * hour they brought, and the gaps they told of. Durable: {@link #committed} returns after the disk
 * has it. One thread writes, any thread reads.
 */
public interface Continuity {
  /** Adds the batches; one that is already known changes nothing. */
  void committed(Collection<Receipt> batches, Instant at);

  /** What is known of an edge, one line per epoch, in the order of their first commits. */
  List<Epoch> epochs(EdgeId edge);

  /**
   * The checksum under which a batch was committed; empty where it was not, or where that is so
   * many batches of its epoch ago that only its number is still known.
   */
  OptionalInt checksum(BatchId batch);

  /** The gaps of an edge that touch the period, in order of {@link Gap#from}. */
  List<Gap> gaps(EdgeId edge, Period period);

  /** What was committed of each hour of source time that touches the period, oldest first. */
  List<Hour> hours(EdgeId edge, Period period);

  /**
   * One batch that the store has.
   *
   * @param checksum of its content, see {@link Batch.Header}
   * @param readings how many of each hour, without those that were refused
   */
  record Receipt(
      BatchId id, Opening opening, int checksum, List<HourCount> readings, List<Gap> gaps) {
    public Receipt {
      readings = List.copyOf(readings);
      gaps = List.copyOf(gaps);
    }

    public static Receipt of(Batch batch) {
      Batch.Header header = batch.header();
      return new Receipt(
          header.id(), header.opening(), header.checksum(), HourCount.of(batch), header.gaps());
    }
  }

  /**
   * The committed sequences of one epoch.
   *
   * @param ranges ascending, not touching one another; a hole between two is what is still missing
   */
  record Epoch(
      EdgeId edge,
      long epoch,
      Opening opening,
      Instant firstCommit,
      Instant lastCommit,
      List<SequenceRange> ranges) {
    /** The number of batches between the first and last that have not been committed. */
    public long missing() {
      long missing = 0;
      long next = opening.first();
      for (SequenceRange range : ranges) {
        missing += range.first() - next;
        next = range.last() + 1;
      }
      return missing;
    }
  }

  /**
   * An epoch's committed readings of one hour of source time.
   *
   * @param from the hour's begin, UTC
   * @param batches the lowest and the highest number among the batches that brought them
   */
  record Hour(Instant from, long epoch, SequenceRange batches, long readings) {}

  /** Sequences {@code first} to {@code last}, both included. */
  record SequenceRange(long first, long last) {
    public SequenceRange {
      if (first > last) {
        throw new IllegalArgumentException("sequence range " + first + ".." + last + " is empty");
      }
    }
  }
}
