package io.poyang.telemetry.wire;

import com.google.protobuf.CodedInputStream;
import io.poyang.telemetry.SignalId;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which bytes name which signal, so that a name is parsed and checked once. Bounded: a
 * sender of endless new names makes it forget, not grow.
 *
 * <p>Names come from outside, so their hash is seeded: whoever chooses names of one {@code
 * String.hashCode} ({@code an} and {@code c0}, and all that is built of them) would else make each
 * look-up walk through all of them.
 */
final class SignalNames {
  private static final int MOST = 1 << 20;
  private static final int LONGEST_NAME = 63 + 1 + 95;
  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

  private final long seed = new SplittableRandom().nextLong();
  private final Map<Spelling, SignalId> idOf = new HashMap<>();
  private final Map<SignalId, byte[]> bytesOf = new HashMap<>();
  private final Spelling asked = new Spelling();

  /** Some bytes of an array; the one that asks is used over and over. */
  private static final class Spelling {
    private byte[] bytes = new byte[0];
    private int from;
    private int to;
    private int hash;

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Spelling spelling
          && hash == spelling.hash
          && Arrays.equals(bytes, from, to, spelling.bytes, spelling.from, spelling.to);
    }
  }

  /**
   * Reads a length and so many bytes.
   *
   * @param in reads {@code message} from its beginning
   */
  SignalId read(CodedInputStream in, byte[] message) throws IOException {
    int length = in.readRawVarint32();
    if (length < 0 || length > LONGEST_NAME) {
      throw new WireException(
          "batch has a signal name of "
              + Integer.toUnsignedLong(length)
              + " bytes but at most "
              + LONGEST_NAME
              + " are allowed");
    }
    int from = in.getTotalBytesRead();
    in.skipRawBytes(length);
    asked.bytes = message;
    asked.from = from;
    asked.to = from + length;
    asked.hash = hash(message, from, from + length);
    SignalId known = idOf.get(asked);
    return known == null ? remember(message, from, length) : known;
  }

  private SignalId remember(byte[] message, int from, int length) {
    SignalId id = SignalId.parse(new String(message, from, length, StandardCharsets.UTF_8));
    if (idOf.size() >= MOST) {
      idOf.clear();
    }
    Spelling spelling = new Spelling();
    spelling.bytes = Arrays.copyOfRange(message, from, from + length);
    spelling.to = length;
    spelling.hash = asked.hash;
    idOf.put(spelling, id);
    return id;
  }

  int hash(byte[] bytes, int from, int to) {
    long mixed = seed ^ (to - from);
    int at = from;
    for (; at <= to - Long.BYTES; at += Long.BYTES) {
      mixed = mix(mixed ^ (long) EIGHT_BYTES.get(bytes, at));
    }
    long rest = 0;
    for (; at < to; at++) {
      rest = rest << Byte.SIZE | bytes[at] & 0xFF;
    }
    mixed = mix(mixed ^ rest);
    return (int) (mixed ^ mixed >>> 32);
  }

  private static long mix(long word) {
    return word * MULTIPLIER ^ Math.unsignedMultiplyHigh(word, MULTIPLIER);
  }

  byte[] bytesOf(SignalId id) {
    byte[] known = bytesOf.get(id);
    if (known != null) {
      return known;
    }
    byte[] bytes = id.toString().getBytes(StandardCharsets.UTF_8);
    if (bytesOf.size() >= MOST) {
      bytesOf.clear();
    }
    bytesOf.put(id, bytes);
    return bytes;
  }
}
