package io.poyang.telemetry.wire;

import com.google.protobuf.CodedInputStream;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.SiteId;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Remembers which bytes name which signal, so that a name is parsed and checked once. Bounded: a
 * sender of endless new names makes it forget, not grow.
 *
 * <p>Names are kept in the order in which they were met, mostly the order in which they come again:
 * of a million of them, only their slots are looked up all over memory.
 *
 * <p>Names come from outside, so their hash is seeded: whoever chooses names of one {@code
 * String.hashCode} ({@code an} and {@code c0}, and all that is built of them) would else make each
 * look-up walk through all of them.
 */
final class SignalNames {
  private static final int MOST = 1 << 20;
  private static final int FEWEST = 16;
  private static final int LONGEST_NAME = 63 + 1 + 95;
  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

  private final long seed = new SplittableRandom().nextLong();
  private byte[][] names = new byte[FEWEST][];
  private SignalId[] ids = new SignalId[FEWEST];
  private int size;

  /** The upper half of a name's hash, then its index + 1; 0 where free; at most a quarter full. */
  private long[] slots = new long[FEWEST * 4];

  private final Map<SiteId, SiteId> sites = new HashMap<>();
  private final Map<SignalId, byte[]> bytesOf = new HashMap<>();

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
    long hash = hash(message, from, from + length);
    int mask = slots.length - 1;
    for (int at = (int) hash & mask; slots[at] != 0; at = at + 1 & mask) {
      int index = (int) slots[at] - 1;
      if (slots[at] >>> 32 == hash >>> 32
          && Arrays.equals(message, from, from + length, names[index], 0, names[index].length)) {
        return ids[index];
      }
    }
    return remember(message, from, length);
  }

  private SignalId remember(byte[] message, int from, int length) {
    SignalId id =
        ofSharedSite(SignalId.parse(new String(message, from, length, StandardCharsets.UTF_8)));
    if (size == MOST) {
      forget();
    } else if (size == names.length) {
      grow();
    }
    names[size] = Arrays.copyOfRange(message, from, from + length);
    ids[size] = id;
    place(size++);
    return id;
  }

  private void forget() {
    Arrays.fill(names, null);
    Arrays.fill(ids, null);
    Arrays.fill(slots, 0);
    sites.clear();
    size = 0;
  }

  private void grow() {
    names = Arrays.copyOf(names, size * 2);
    ids = Arrays.copyOf(ids, size * 2);
    slots = new long[size * 8];
    for (int index = 0; index < size; index++) {
      place(index);
    }
  }

  private void place(int index) {
    long hash = hash(names[index], 0, names[index].length);
    int mask = slots.length - 1;
    int at = (int) hash & mask;
    while (slots[at] != 0) {
      at = at + 1 & mask;
    }
    slots[at] = hash & 0xFFFF_FFFF_0000_0000L | index + 1;
  }

  /** A site of a million signals would else be a million objects with as many texts. */
  private SignalId ofSharedSite(SignalId id) {
    SiteId site = sites.putIfAbsent(id.site(), id.site());
    return site == null ? id : new SignalId(site, id.point());
  }

  long hash(byte[] bytes, int from, int to) {
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
    return mixed ^ mixed >>> 32;
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
