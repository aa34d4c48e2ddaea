package io.poyang.telemetry.continuity;

import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Gap;
import io.poyang.telemetry.Period;
import io.poyang.telemetry.continuity.Certificate.Chain;
import io.poyang.telemetry.continuity.Certificate.Link;
import io.poyang.telemetry.continuity.Certificate.Loss;
import io.poyang.telemetry.continuity.Certificate.Totals;
import io.poyang.telemetry.continuity.Certificate.Verdict;
import io.poyang.telemetry.continuity.Continuity.Epoch;
import io.poyang.telemetry.continuity.Continuity.Hour;
import io.poyang.telemetry.continuity.Continuity.SequenceRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes one {@link Certificate}. */
final class Certifier {
  private static final long HOUR = Duration.ofHours(1).toMillis();

  private final EdgeId edge;
  private final Period period;
  private final Instant at;
  private final List<Lineage.Line> lines;
  private final List<Gap> gaps;
  private final Map<Long, List<Hour>> hours;
  private final Map<Long, Ranges> committed = new HashMap<>();

  Certifier(
      EdgeId edge,
      Period period,
      List<Epoch> epochs,
      List<Gap> gaps,
      List<Hour> hours,
      Instant at) {
    this.edge = edge;
    this.period = widened(period);
    this.at = at;
    this.lines = Lineage.of(epochs, gaps);
    this.gaps =
        gaps.stream()
            .filter(gap -> gap.from().isBefore(this.period.to()))
            .filter(gap -> !gap.to().isBefore(this.period.from()))
            .sorted(Comparator.comparing(Gap::from))
            .toList();
    this.hours = hours.stream().collect(Collectors.groupingBy(Hour::epoch));
    epochs.forEach(epoch -> committed.put(epoch.epoch(), new Ranges(epoch.ranges())));
  }

  private static Period widened(Period period) {
    long from = Math.floorDiv(period.from().toEpochMilli(), HOUR);
    long to = Math.ceilDiv(period.to().toEpochMilli(), HOUR);
    return new Period(Instant.ofEpochMilli(from * HOUR), Instant.ofEpochMilli(to * HOUR));
  }

  Certificate certificate() {
    List<Loss> losses = gaps.stream().map(gap -> new Loss(gap, hasArrived(gap))).toList();
    List<Chain> chains = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      chain(i).ifPresent(chains::add);
    }
    return new Certificate(
        edge, period, at, verdict(chains, losses), chains, losses, totals(chains, losses));
  }

  private boolean hasArrived(Gap gap) {
    return gap.batches()
        .map(
            lost ->
                Ranges.of(lost.first(), lost.last())
                    .minus(committed.getOrDefault(lost.epoch(), Ranges.NONE))
                    .list()
                    .isEmpty())
        .orElse(false);
  }

  private Optional<Chain> chain(int index) {
    Lineage.Line line = lines.get(index);
    List<Strand> strands = line.strands();
    Placement placement =
        new Placement(period, strands, hours, readBefore(index), readAfter(index));
    List<Link> links = new ArrayList<>();
    int begin = strands.size();
    int end = 0;
    for (int i = 0; i < strands.size(); i++) {
      Link link = link(strands.get(i), i, placement);
      links.add(link);
      if (isConcerned(link)) {
        begin = Math.min(begin, i);
        end = i + 1;
      }
    }
    boolean headUnknown = !line.isWhole() && placement.concerns(0, new SequenceRange(0, 0));
    boolean tailUnknown =
        index < lines.size() - 1
            && placement.concerns(
                strands.size() - 1, new SequenceRange(Long.MAX_VALUE, Long.MAX_VALUE));
    if (headUnknown) {
      begin = 0;
      end = Math.max(1, end);
    }
    if (tailUnknown) {
      begin = Math.min(begin, strands.size() - 1);
      end = strands.size();
    }
    return begin < end
        ? Optional.of(new Chain(headUnknown, tailUnknown, links.subList(begin, end)))
        : Optional.empty();
  }

  /** The newest hour of the logs before, but not newer than this one's own oldest. */
  private Optional<Instant> readBefore(int index) {
    Optional<Instant> own = hoursOf(lines.get(index)).min(Comparator.naturalOrder());
    return lines.subList(0, index).stream()
        .flatMap(this::hoursOf)
        .max(Comparator.naturalOrder())
        .map(hour -> own.filter(hour::isAfter).orElse(hour));
  }

  /** The oldest hour of the logs after, but not older than this one's own newest. */
  private Optional<Instant> readAfter(int index) {
    Optional<Instant> own = hoursOf(lines.get(index)).max(Comparator.naturalOrder());
    return lines.subList(index + 1, lines.size()).stream()
        .flatMap(this::hoursOf)
        .min(Comparator.naturalOrder())
        .map(hour -> own.filter(hour::isBefore).orElse(hour));
  }

  private Stream<Instant> hoursOf(Lineage.Line line) {
    return line.strands().stream()
        .flatMap(strand -> hours.getOrDefault(strand.epoch(), List.of()).stream())
        .map(Hour::from);
  }

  private Link link(Strand strand, int index, Placement placement) {
    List<Hour> ofPeriod =
        hours.getOrDefault(strand.epoch(), List.of()).stream()
            .filter(hour -> !hour.from().isBefore(period.from()))
            .filter(hour -> hour.from().isBefore(period.to()))
            .toList();
    Optional<SequenceRange> batches =
        ofPeriod.stream()
            .map(Hour::batches)
            .reduce(
                (one, other) ->
                    new SequenceRange(
                        Math.min(one.first(), other.first()), Math.max(one.last(), other.last())));
    return new Link(
        strand.epoch(),
        strand.opening(),
        batches,
        strand.end(),
        concerning(strand.missing(), index, placement),
        strand.declared(gaps.stream().flatMap(gap -> gap.batches().stream()).toList()).list(),
        concerning(strand.beyond(), index, placement),
        batches.map(all -> strand.committed().within(all.first(), all.last()).count()).orElse(0L),
        ofPeriod.stream().mapToLong(Hour::readings).sum(),
        strand.lastCommit());
  }

  private static List<SequenceRange> concerning(Ranges ranges, int strand, Placement placement) {
    return ranges.list().stream().filter(range -> placement.concerns(strand, range)).toList();
  }

  private static boolean isConcerned(Link link) {
    return link.batches().isPresent()
        || !link.missing().isEmpty()
        || !link.declared().isEmpty()
        || !link.beyond().isEmpty();
  }

  private Verdict verdict(List<Chain> chains, List<Loss> losses) {
    List<Link> links = chains.stream().flatMap(chain -> chain.links().stream()).toList();
    if (chains.stream().anyMatch(Chain::headUnknown)) {
      return Verdict.BROKEN_CHAIN;
    }
    List<Link> holed = links.stream().filter(link -> !link.missing().isEmpty()).toList();
    if (holed.stream().anyMatch(link -> !isBeingReceived(link))) {
      return Verdict.MISSING;
    }
    Optional<Instant> oldest = lines.stream().flatMap(this::hoursOf).min(Instant::compareTo);
    Optional<Instant> newest = lines.stream().flatMap(this::hoursOf).max(Instant::compareTo);
    boolean endsLater =
        newest.filter(hour -> !hour.plusMillis(HOUR).isBefore(period.to())).isPresent();
    boolean isEnclosed = endsLater && oldest.filter(period.from()::isAfter).isPresent();
    if (links.isEmpty() && losses.isEmpty() && !isEnclosed) {
      return Verdict.NOTHING_KNOWN;
    }
    if (!holed.isEmpty() || !endsLater) {
      return Verdict.UNDER_WAY;
    }
    if (chains.stream().anyMatch(Chain::tailUnknown)
        || links.stream().anyMatch(link -> !link.beyond().isEmpty())) {
      return Verdict.TAIL_UNKNOWN;
    }
    return losses.stream().allMatch(Loss::arrived) ? Verdict.COMPLETE : Verdict.GAPS_DECLARED;
  }

  private boolean isBeingReceived(Link link) {
    return link.lastCommit()
        .filter(last -> !last.plus(Certificate.PATIENCE).isBefore(at))
        .isPresent();
  }

  private static Totals totals(List<Chain> chains, List<Loss> losses) {
    List<Link> links = chains.stream().flatMap(chain -> chain.links().stream()).toList();
    List<Gap> lost = losses.stream().filter(loss -> !loss.arrived()).map(Loss::gap).toList();
    return new Totals(
        links.stream().mapToLong(Link::committed).sum(),
        links.stream().mapToLong(Link::readings).sum(),
        links.stream().mapToLong(link -> new Ranges(link.missing()).count()).sum(),
        links.stream().mapToLong(link -> new Ranges(link.declared()).count()).sum(),
        links.stream().mapToLong(link -> new Ranges(link.beyond()).count()).sum(),
        lost.stream().anyMatch(gap -> gap.readings().isEmpty())
            ? OptionalLong.empty()
            : OptionalLong.of(lost.stream().mapToLong(gap -> gap.readings().orElse(0)).sum()));
  }
}
