package io.poyang.telemetry.continuity;

import io.poyang.telemetry.Gap;
import io.poyang.telemetry.Opening;
import io.poyang.telemetry.continuity.Continuity.Epoch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which epoch of an edge followed which.
 *
 * <p>An epoch names the one before it. Where nothing is known of that one (a log that was opened
 * and closed has no batch to tell of it), or only gaps tell of it (which do not say what came
 * before), its numbers tell: a log counts on over all its openings, so it followed the epoch
 * without a successor that has the highest number below its own. What lies between the two numbers
 * then counts as missing, whichever epoch it was in. Where there is no such epoch the chain is
 * broken, unless it starts at 1.
 *
 * <p>So two logs are taken for one only where all of the older one's end and all of the newer one's
 * beginning are unknown; and they are called complete only if the newer, by chance, goes on with
 * the very number at which the older stopped.
 */
final class Lineage {
  private final Map<Long, Strand> strands = new LinkedHashMap<>();
  private final Map<Strand, Strand> next = new LinkedHashMap<>();
  private final Set<Strand> begun = new HashSet<>();
  private final Set<Strand> followed = new HashSet<>();

  /**
   * A log's epochs, oldest first.
   *
   * @param isWhole whether the first is known to be the log's first
   */
  record Line(boolean isWhole, List<Strand> strands) {
    Line {
      strands = List.copyOf(strands);
    }

    /** When something was first heard of the log. */
    Instant firstCommit() {
      return strands.stream().map(Strand::firstCommit).min(Instant::compareTo).orElseThrow();
    }
  }

  private Lineage() {}

  /** The logs of an edge, in the order in which something was first heard of them. */
  static List<Line> of(List<Epoch> epochs, List<Gap> gaps) {
    Lineage lineage = new Lineage();
    lineage.collect(epochs, gaps);
    lineage.linkByName();
    lineage.linkByNumber();
    return lineage.lines();
  }

  private void collect(List<Epoch> epochs, List<Gap> gaps) {
    Map<Long, List<Gap.Batches>> givenUp = new LinkedHashMap<>();
    for (Gap gap : gaps) {
      gap.batches()
          .ifPresent(
              lost -> givenUp.computeIfAbsent(lost.epoch(), unused -> new ArrayList<>()).add(lost));
    }
    for (Epoch epoch : epochs) {
      List<Gap.Batches> ofEpoch = givenUp.getOrDefault(epoch.epoch(), List.of());
      strands.put(epoch.epoch(), new Strand(epoch.epoch(), epoch, ofEpoch));
      givenUp.remove(epoch.epoch());
    }
    givenUp.forEach((epoch, lost) -> strands.put(epoch, new Strand(epoch, null, lost)));
  }

  /** The first that names an epoch as the one before it is its successor. */
  private void linkByName() {
    for (Strand strand : strands.values()) {
      long previous = strand.opening().map(Opening::previous).orElse(strand.epoch());
      Strand before = strands.get(previous);
      if (previous == Opening.NONE) {
        begun.add(strand);
      } else if (before != null) {
        link(before, strand);
      }
    }
  }

  private void linkByNumber() {
    TreeMap<Long, Strand> openEnds = new TreeMap<>();
    strands.values().stream()
        .filter(one -> !next.containsKey(one))
        .forEach(one -> openEnds.put(one.last(), one));
    strands.values().stream()
        .filter(one -> !begun.contains(one) && !followed.contains(one))
        .sorted(Comparator.comparingLong(Strand::first))
        .forEach(orphan -> linkByNumber(orphan, openEnds));
  }

  private void linkByNumber(Strand orphan, TreeMap<Long, Strand> openEnds) {
    Optional<Long> named = orphan.opening().map(Opening::previous);
    if (named.filter(strands::containsKey).isPresent()) {
      return; // It claims a place that another has.
    }
    Map.Entry<Long, Strand> below = openEnds.lowerEntry(orphan.first());
    if (orphan.first() == 1) {
      begun.add(orphan);
    } else if (below != null) {
      link(below.getValue(), orphan);
      openEnds.remove(below.getKey());
    }
  }

  private void link(Strand before, Strand strand) {
    // An edge that lies may name its epochs in a circle, which has no beginning to start from.
    for (Strand after = strand; after != null; after = next.get(after)) {
      if (after == before) {
        return;
      }
    }
    if (next.putIfAbsent(before, strand) == null) {
      followed.add(strand);
      before.endsBefore(strand);
    }
  }

  private List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    for (Strand first : strands.values()) {
      if (followed.contains(first)) {
        continue;
      }
      List<Strand> line = new ArrayList<>();
      for (Strand at = first; at != null; at = next.get(at)) {
        line.add(at);
      }
      lines.add(new Line(begun.contains(first), line));
    }
    lines.sort(Comparator.comparing(Line::firstCommit));
    return lines;
  }
}
