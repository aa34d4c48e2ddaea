package io.poyang.telemetry.wire;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HexFormat;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Feeds a decoder with damaged bytes, the same ones for the same seed.
 *
 * <p>{@code -Dpoyang.fuzz=20000000} asks for more of them than a build has time for, {@code
 * -Dpoyang.fuzz.seed=7} for others.
 */
public final class Fuzz {
  private static final long SEED = Long.getLong("poyang.fuzz.seed", 20260301);
  private static final int SAID_EVERY = 1_000_000;
  private static final int HEX_SHOWN = 4000;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final long count;
  private long tried;
  private long read;
  private long slowestNanos;
  private long mostBytes;

  /** Decodes: true where something was read, false where it was refused as it should be. */
  public interface Target {
    boolean survives(byte[] bytes);
  }

  private Fuzz(long count) {
    this.count = count;
  }

  /**
   * @param count of damaged inputs in an ordinary build
   * @param share of those that {@code poyang.fuzz} asks for
   */
  public static Fuzz of(long count, double share) {
    Long wanted = Long.getLong("poyang.fuzz");
    return new Fuzz(wanted == null ? count : Math.max(1, (long) (wanted * share)));
  }

  /** The source of all chance; input number {@code n} depends on the seed and {@code n} alone. */
  public static SplittableRandom random(long number) {
    return new SplittableRandom(SEED * 0x9E37_79B9_7F4A_7C15L + number);
  }

  /**
   * @param inputs the damaged input that comes of some chance
   */
  public void run(String what, Function<SplittableRandom, byte[]> inputs, Target target) {
    for (long number = 0; number < count; number++) {
      byte[] input = inputs.apply(random(number));
      long begun = System.nanoTime();
      try {
        read += target.survives(input) ? 1 : 0;
      } catch (RuntimeException | Error e) {
        throw new AssertionError(
            "%s: seed %d, input %d of %d bytes: %s%n%s"
                .formatted(what, SEED, number, input.length, e, hex(input)),
            e);
      }
      slowestNanos = Math.max(slowestNanos, System.nanoTime() - begun);
      tried++;
      if (tried % SAID_EVERY == 0) {
        say(what);
      }
    }
    say(what);
  }

  private void say(String what) {
    System.out.printf(
        "fuzz %s: %,d inputs of seed %d, %,d of them read, the slowest in %.1f ms,"
            + " at most %,d bytes allocated%n",
        what, tried, SEED, read, slowestNanos / 1e6, mostBytes);
  }

  /**
   * Decodes, and fails where that allocates more than the bound.
   *
   * @param bound in bytes
   */
  public <T> T within(long bound, Supplier<T> decoder) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      return decoder.get();
    } finally {
      long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
      if (allocated > bound) {
        // A first time also loads classes and fills caches, which is not the input's doing.
        allocated = allocatedAgain(decoder);
      }
      mostBytes = Math.max(mostBytes, allocated);
      if (allocated > bound) {
        throw new AssertionError(
            "decoding allocated " + allocated + " bytes but may take " + bound);
      }
    }
  }

  private static long allocatedAgain(Supplier<?> decoder) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      Object again = decoder.get();
      Objects.requireNonNull(again);
    } catch (RuntimeException e) {
      // The caller has met it already.
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  private static String hex(byte[] bytes) {
    String hex = HexFormat.of().formatHex(bytes);
    return hex.length() <= HEX_SHOWN ? hex : hex.substring(0, HEX_SHOWN) + "...";
  }
}
