package io.poyang.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * Which faults, in which order, how long each and how far apart: all of it from the seed.
 *
 * <p>Faults of one place come one after another; those of different places run beside each other
 * and so overlap in any way. Most wait until a process that was killed runs again; none waits for
 * the recovery of the road.
 */
record Plan(long seed, int agents, List<Fault> faults) {
  private static final int MEAN_PAUSE_AGENT_MILLIS = 700;
  private static final int MEAN_PAUSE_SERVER_MILLIS = 2500;
  private static final int LONGEST_PAUSE = 5;

  /** One of so many faults may hit a process that is just starting. */
  private static final int HASTY = 4;

  Plan {
    faults = List.copyOf(faults);
  }

  /**
   * @param only the one kind to be used; all of them by their weight where empty
   */
  static Plan of(long seed, int count, int agents, Optional<Kind> only) {
    Random random = new Random(seed);
    List<Fault> faults = new ArrayList<>(count);
    for (int number = 1; number <= count; number++) {
      Kind kind = only.isPresent() ? only.get() : any(random);
      boolean server = kind.side() == Kind.Side.SERVER;
      faults.add(
          new Fault(
              number,
              kind,
              server ? Fault.SERVER : random.nextInt(agents),
              random.nextInt(HASTY) > 0,
              pause(random, server ? MEAN_PAUSE_SERVER_MILLIS : MEAN_PAUSE_AGENT_MILLIS),
              Duration.ofMillis(random.nextInt(kind.shortestMillis(), kind.longestMillis() + 1)),
              random.nextLong()));
    }
    return new Plan(seed, agents, faults);
  }

  private static Kind any(Random random) {
    int sum = Arrays.stream(Kind.values()).mapToInt(Kind::weight).sum();
    int drawn = random.nextInt(sum);
    for (Kind kind : Kind.values()) {
      drawn -= kind.weight();
      if (drawn < 0) {
        return kind;
      }
    }
    throw new IllegalStateException("weights of kinds do not add up to " + sum);
  }

  /** As between independent events: often nearly none, now and then long. */
  private static Duration pause(Random random, int meanMillis) {
    double millis = -Math.log(1 - random.nextDouble()) * meanMillis;
    return Duration.ofMillis((long) Math.min(millis, (double) LONGEST_PAUSE * meanMillis));
  }

  /** The faults of one place, in order. */
  List<Fault> at(int agent) {
    return faults.stream().filter(fault -> fault.agent() == agent).toList();
  }

  Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    faults.forEach(fault -> counts.merge(fault.kind().label(), 1L, Long::sum));
    return counts;
  }
}
