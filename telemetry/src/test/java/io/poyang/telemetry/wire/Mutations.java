package io.poyang.telemetry.wire;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Damages bytes in every way that a line, a disk or an attacker might: flipped bits, extreme bytes,
 * pieces cut out, doubled, moved, or taken from another input, and pieces that mean something to
 * the format. The same seed damages the same way.
 */
public final class Mutations {
  private static final byte[] EXTREMES = {0, 1, 0x7F, (byte) 0x80, (byte) 0xFE, (byte) 0xFF};

  private final SplittableRandom random;
  private final List<byte[]> words;

  /**
   * @param words pieces that mean something where these bytes are read
   */
  public Mutations(SplittableRandom random, List<byte[]> words) {
    this.random = random;
    this.words = words;
  }

  /** One to four damages of a copy of {@code bytes}, most often one. */
  public byte[] damaged(byte[] bytes, byte[] other) {
    byte[] damaged = bytes.clone();
    for (int i = 1 + random.nextInt(1 + random.nextInt(4)); i > 0; i--) {
      damaged = damage(damaged, other);
    }
    return damaged;
  }

  private byte[] damage(byte[] bytes, byte[] other) {
    int at = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
    int to = Math.min(bytes.length, at + 1 + random.nextInt(random.nextInt(8) == 0 ? 400 : 8));
    return switch (bytes.length == 0 ? 4 : random.nextInt(11)) {
      case 0, 1 -> set(bytes, at, (byte) (bytes[at] ^ 1 << random.nextInt(8)));
      case 2 -> set(bytes, at, EXTREMES[random.nextInt(EXTREMES.length)]);
      case 3 -> set(bytes, at, (byte) random.nextInt());
      case 4, 5 -> replace(bytes, at, at, words.get(random.nextInt(words.size())));
      case 6 -> replace(bytes, at, to, words.get(random.nextInt(words.size())));
      case 7 -> replace(bytes, at, to, new byte[0]);
      case 8 -> replace(bytes, to, to, Arrays.copyOfRange(bytes, at, to));
      case 9 -> Arrays.copyOf(bytes, at);
      default -> splice(bytes, at, other);
    };
  }

  private static byte[] set(byte[] bytes, int at, byte value) {
    bytes[at] = value;
    return bytes;
  }

  private byte[] splice(byte[] bytes, int at, byte[] other) {
    int from = other.length == 0 ? 0 : random.nextInt(other.length);
    return replace(bytes, at, bytes.length, Arrays.copyOfRange(other, from, other.length));
  }

  static byte[] replace(byte[] bytes, int from, int to, byte[] by) {
    byte[] replaced = new byte[from + by.length + bytes.length - to];
    System.arraycopy(bytes, 0, replaced, 0, from);
    System.arraycopy(by, 0, replaced, from, by.length);
    System.arraycopy(bytes, to, replaced, from + by.length, bytes.length - to);
    return replaced;
  }
}
