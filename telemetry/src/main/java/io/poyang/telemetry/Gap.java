package io.poyang.telemetry;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Known loss: how many readings, from when to when, and why. Whoever loses something says so with
 * one of these; what is neither in the store nor in a gap is a defect.
 *
 * @param readings how many were lost; empty where nobody can know
 * @param from the earliest source time that may be missing
 * @param to the latest one, included
 * @param signals what was lost; empty for any signal of the edge
 * @param batches the numbers that will never come, where the readings had been given some
 * @param detail a line for people; at most {@link #LONGEST_DETAIL} characters
 */
public record Gap(
    Cause cause,
    OptionalLong readings,
    Instant from,
    Instant to,
    List<SignalId> signals,
    Optional<Batches> batches,
    String detail) {
  public static final int LONGEST_DETAIL = 500;

  /** Why readings were lost. The order is that of the wire and must not change. */
  public enum Cause {
    /**
     * The log reached its size, or its disk ran short; the oldest went, or the newest stayed out.
     */
    LOG_FULL,
    /** It waited in the log for longer than the log may keep it. */
    LOG_AGED,
    /** The log's file was damaged. */
    LOG_DAMAGED,
    /** The source's far side was not reachable and keeps no history. */
    SOURCE_DOWN,
    /** The source's far side dropped values before the agent had them. */
    SOURCE_OVERFLOW,
    /** A source got readings that the log did not take, and could not hold on to them. */
    NOT_KEPT,
    /** The server's quarantine was full; the oldest refusals went. */
    QUARANTINE_FULL;

    /** The word used in the API: {@code log-full}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Batches {@code first} to {@code last} of an epoch, both included. */
  public record Batches(long epoch, long first, long last) {
    public Batches {
      if (first < 1 || first > last) {
        throw new IllegalArgumentException("gap of batches " + first + ".." + last + " is empty");
      }
    }

    public boolean contains(long sequence) {
      return sequence >= first && sequence <= last;
    }
  }

  public Gap {
    if (to.isBefore(from)) {
      throw new IllegalArgumentException("gap from " + from + " must not end before it, at " + to);
    }
    if (readings.isPresent() && readings.getAsLong() < 0) {
      throw new IllegalArgumentException(
          "gap of " + readings.getAsLong() + " readings: a count is never negative");
    }
    signals = List.copyOf(signals);
    if (detail.length() > LONGEST_DETAIL) {
      // Half of a character beyond the basic plane could not be written.
      boolean splits = Character.isHighSurrogate(detail.charAt(LONGEST_DETAIL - 1));
      detail = detail.substring(0, splits ? LONGEST_DETAIL - 1 : LONGEST_DETAIL);
    }
  }

  @Override
  public String toString() {
    String count = readings.isPresent() ? String.valueOf(readings.getAsLong()) : "unknown";
    String what =
        signals.isEmpty()
            ? ""
            : " of " + signals.stream().map(SignalId::toString).collect(Collectors.joining(", "));
    return "gap %s: %s readings%s from %s to %s: %s"
        .formatted(cause.label(), count, what, from, to, detail);
  }
}
