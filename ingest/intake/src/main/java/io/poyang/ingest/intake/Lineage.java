package io.poyang.ingest.intake;

import io.poyang.telemetry.Batch;
import io.poyang.telemetry.BatchId;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Opening;
import io.poyang.telemetry.continuity.Continuity.Epoch;
import io.poyang.telemetry.continuity.Sequences;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One edge's epochs, committed or under way, and whether a batch continues them.
 *
 * <p>A log that is written by one agent is a chain: each opening follows the one before, with
 * numbers that nothing before it has used. A disk that was cloned or restored breaks that sooner or
 * later, and everything that breaks it is taken for a copy. Belongs to the scribe.
 */
final class Lineage {
  private static final int MOST_COPIES = 1024;
  private static final String MEND =
      "two logs go on from one: a disk was cloned or restored; stop the one that should not be, or"
          + " run './poyang log renew --config FILE' on the agent whose disk is to go on";

  private final EdgeId edge;
  private final Map<Long, Known> epochs = new HashMap<>();

  /** The epoch that follows another. */
  private final Map<Long, Long> next = new HashMap<>();

  /** Epochs that were found to be of a copy; what follows one of them is of the copy too. */
  private final Set<Long> copies = new HashSet<>();

  private static final class Known {
    private final Opening opening;
    private final Sequences sequences;

    /** Nobody knows whose its further numbers are: one came twice, or it follows a copy. */
    private boolean contested;

    Known(Opening opening, Sequences sequences) {
      this.opening = opening;
      this.sequences = sequences;
    }
  }

  /**
   * @param copies the first batch of each epoch that was found to be of a copy in an earlier life
   */
  Lineage(EdgeId edge, List<Epoch> committed, Collection<BatchId> copies) {
    this.edge = edge;
    copies.forEach(copy -> this.copies.add(copy.epoch()));
    for (Epoch epoch : committed) {
      add(epoch.epoch(), epoch.opening(), Sequences.of(epoch.ranges()));
    }
    for (BatchId copy : copies) {
      Known known = epochs.get(copy.epoch());
      if (known != null && known.sequences.contains(copy.sequence())) {
        // Refused although its number is in the store: for its content, so whose epoch is it?
        known.contested = true;
      }
    }
  }

  private Known add(long epoch, Opening opening, Sequences sequences) {
    Known known = new Known(opening, sequences);
    known.contested = isOfCopy(opening.previous());
    epochs.put(epoch, known);
    if (opening.previous() != Opening.NONE) {
      next.putIfAbsent(opening.previous(), epoch);
    }
    return known;
  }

  /** An epoch of which nothing was taken, so that nothing can follow it but its copy. */
  private boolean isOfCopy(long epoch) {
    return copies.contains(epoch) && !epochs.containsKey(epoch);
  }

  int size() {
    return epochs.size();
  }

  /**
   * Judges a batch of this edge; one that is fresh is known from here on.
   *
   * @param checksums those under which batches were committed, as long as they are kept
   */
  Judgement judge(Batch.Header header, Function<BatchId, OptionalInt> checksums) {
    BatchId id = header.id();
    Known known = epochs.get(id.epoch());
    if (known == null) {
      String fault = opening(header);
      if (fault != null) {
        return copied(id, fault);
      }
      add(id.epoch(), header.opening(), new Sequences()).sequences.add(id.sequence());
      return new Judgement.Fresh(header.opening().previous() == Opening.NONE);
    }
    if (known.sequences.contains(id.sequence())) {
      OptionalInt before = checksums.apply(id);
      if (before.isEmpty() || before.getAsInt() == header.checksum()) {
        return Judgement.Repeat.INSTANCE;
      }
      known.contested = true;
      return copied(id, "batch " + id + " is in the store with another content");
    }
    String fault = continuation(header, known);
    if (fault != null) {
      return copied(id, fault);
    }
    known.sequences.add(id.sequence());
    return Judgement.Fresh.CONTINUED;
  }

  /** What forbids that a new epoch begins like this. */
  private @Nullable String opening(Batch.Header header) {
    long previous = header.opening().previous();
    if (isOfCopy(previous)) {
      return epoch(header.id().epoch())
          + " follows epoch "
          + name(previous)
          + ", which is of a copied log";
    }
    Long other = next.get(previous);
    if (other != null) {
      return epoch(header.id().epoch())
          + " follows epoch "
          + name(previous)
          + ", which epoch "
          + name(other)
          + " has followed already";
    }
    Known before = epochs.get(previous);
    if (before != null && before.sequences.highest() >= header.opening().first()) {
      return epoch(header.id().epoch())
          + " begins with batch "
          + header.opening().first()
          + ", but epoch "
          + name(previous)
          + " before it has gone on to batch "
          + before.sequences.highest();
    }
    return overtaken(header.id());
  }

  /** What forbids that a known epoch goes on like this. */
  private @Nullable String continuation(Batch.Header header, Known known) {
    BatchId id = header.id();
    if (!known.opening.equals(header.opening())) {
      return epoch(id.epoch())
          + " began with batch "
          + known.opening.first()
          + " after epoch "
          + name(known.opening.previous())
          + ", but batch "
          + id
          + " says with batch "
          + header.opening().first()
          + " after epoch "
          + name(header.opening().previous());
    }
    if (known.contested) {
      return epoch(id.epoch())
          + " has come with two contents for one number, or follows an epoch of a copied log";
    }
    return overtaken(id);
  }

  /** What forbids a number that the epoch's successor has begun with, or gone beyond. */
  private @Nullable String overtaken(BatchId id) {
    Long follower = next.get(id.epoch());
    Known after = follower == null ? null : epochs.get(follower);
    if (follower != null && after != null && id.sequence() >= after.opening.first()) {
      return epoch(id.epoch())
          + " goes on with batch "
          + id.sequence()
          + ", but epoch "
          + name(follower)
          + " has followed it from batch "
          + after.opening.first();
    }
    return null;
  }

  private Judgement copied(BatchId id, String fault) {
    if (copies.size() >= MOST_COPIES) {
      copies.clear();
    }
    boolean first = copies.add(id.epoch());
    Long follower = first && !epochs.containsKey(id.epoch()) ? next.get(id.epoch()) : null;
    Known after = follower == null ? null : epochs.get(follower);
    if (after != null) {
      // It came before what it follows, so it was taken; it goes no further.
      after.contested = true;
    }
    return new Judgement.Copied("edge " + edge + ": " + fault + "; " + MEND, first);
  }

  private static String epoch(long epoch) {
    return "epoch " + name(epoch);
  }

  /** As in the name of a batch. */
  private static String name(long epoch) {
    return epoch == Opening.NONE ? "none" : Long.toUnsignedString(epoch, 36);
  }
}
