package io.poyang.telemetry.continuity;

import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Gap;
import io.poyang.telemetry.Opening;
import io.poyang.telemetry.Period;
import io.poyang.telemetry.continuity.Continuity.Epoch;
import io.poyang.telemetry.continuity.Continuity.Hour;
import io.poyang.telemetry.continuity.Continuity.SequenceRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What can be said of an edge's data of a period: which batches have been committed, which are
 * missing, and which will never come and why.
 *
 * <p>It rests on numbers, not on times: a log numbers its batches without holes over all its
 * openings, so a number that is not here, while a higher one is, is missing. Times only decide
 * which numbers concern the period, and in doubt they do:
 *
 * <ul>
 *   <li>A missing batch lies between the readings of its neighbours; it is left out only where the
 *       numbers show that both lie before the period, or both after it.
 *   <li>A batch that a gap declares lost lies where the gap says.
 *   <li>What nobody can number (what an epoch held of which nothing arrived, the end of a log that
 *       never came back) lies between what was read before it and what was read after it.
 * </ul>
 *
 * @param period as asked for, widened to full hours: readings are counted by the hour
 * @param at when it was made; it is true of that moment
 * @param chains those of which something concerns the period, the oldest first
 * @param losses the gaps of the period, in order of {@link Gap#from}
 */
public record Certificate(
    EdgeId edge,
    Period period,
    Instant at,
    Verdict verdict,
    List<Chain> chains,
    List<Loss> losses,
    Totals totals) {
  /**
   * How long after an epoch's last commit its holes may still be on their way. A log gives its
   * backlog without pause while it is connected, so a longer silence means that it has none left or
   * is away.
   */
  public static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final Period EVER =
      new Period(Instant.ofEpochMilli(Long.MIN_VALUE), Instant.ofEpochMilli(Long.MAX_VALUE));

  public Certificate {
    chains = List.copyOf(chains);
    losses = List.copyOf(losses);
  }

  /** In one word, the worst that is known; from best to worst. */
  public enum Verdict {
    /** Every batch is here. */
    COMPLETE,
    /** What is not here has been declared lost. */
    GAPS_DECLARED,
    /**
     * A log ended without a successor, or lost its end after having sent it: what it held beyond
     * what is here, if anything, nobody can say.
     */
    TAIL_UNKNOWN,
    /**
     * Batches are missing from an epoch that is being received, or the period goes on after the
     * newest reading: the edge may still have them.
     */
    UNDER_WAY,
    /** Batches are missing and nothing says why. */
    MISSING,
    /** An epoch came before one of these, and nothing is known of it. */
    BROKEN_CHAIN,
    /** Nothing is known of the edge in this period, nor both before and after it. */
    NOTHING_KNOWN;

    /** The word used in the API: {@code gaps-declared}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * Epochs that follow one another in one log.
   *
   * @param headUnknown whether something of the period came before the first link and is unknown
   * @param tailUnknown whether something of the period may have come after the last link, in a log
   *     that has been replaced by another since
   * @param links those that concern the period and what lies between them, the oldest first
   */
  public record Chain(boolean headUnknown, boolean tailUnknown, List<Link> links) {
    public Chain {
      links = List.copyOf(links);
    }
  }

  /**
   * One epoch.
   *
   * @param opening empty where the epoch is known only from gaps
   * @param batches the lowest and the highest number that brought readings of the period
   * @param expectedEnd the last number of the epoch, known once its successor is
   * @param missing numbers that may hold readings of the period: not here, and in no gap
   * @param declared numbers that are not here because of a gap of the period
   * @param beyond numbers after the expected end that are here all the same: the log lost its tail
   *     after it had sent them
   * @param committed how many of {@code batches} are here
   * @param readings of the period that its batches brought
   * @param lastCommit of the whole epoch
   */
  public record Link(
      long epoch,
      Optional<Opening> opening,
      Optional<SequenceRange> batches,
      OptionalLong expectedEnd,
      List<SequenceRange> missing,
      List<SequenceRange> declared,
      List<SequenceRange> beyond,
      long committed,
      long readings,
      Optional<Instant> lastCommit) {
    public Link {
      missing = List.copyOf(missing);
      declared = List.copyOf(declared);
      beyond = List.copyOf(beyond);
    }
  }

  /**
   * A gap and what has become of it.
   *
   * @param arrived whether every batch that it gave up is here after all, so that nothing was lost
   */
  public record Loss(Gap gap, boolean arrived) {}

  /**
   * Sums over the chains.
   *
   * @param batches committed
   * @param readings committed
   * @param missing batches
   * @param declared batches
   * @param beyond batches
   * @param lost readings that gaps declare lost, at the most; empty where one of them cannot say
   */
  public record Totals(
      long batches, long readings, long missing, long declared, long beyond, OptionalLong lost) {}

  /** As continuity knows it at this moment. */
  public static Certificate of(Continuity continuity, EdgeId edge, Period period, Instant at) {
    // Gaps after epochs: what is committed in between may then explain a hole, but never make one.
    List<Epoch> epochs = continuity.epochs(edge);
    List<Hour> hours = continuity.hours(edge, EVER);
    return of(edge, period, epochs, continuity.gaps(edge, EVER), hours, at);
  }

  /**
   * Decides.
   *
   * @param epochs all of the edge's
   * @param gaps all of the edge's
   * @param hours all of the edge's: those around the period tell where a missing batch belongs
   */
  public static Certificate of(
      EdgeId edge,
      Period period,
      List<Epoch> epochs,
      List<Gap> gaps,
      List<Hour> hours,
      Instant at) {
    return new Certifier(edge, period, epochs, gaps, hours, at).certificate();
  }
}
