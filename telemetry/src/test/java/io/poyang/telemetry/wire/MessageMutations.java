package io.poyang.telemetry.wire;

import static io.poyang.telemetry.wire.Mutations.replace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Damages a Protocol Buffers message where it hurts: a field's number, its wire type, its length, a
 * number in it, or the order of fields; also inside of a field that is a message itself.
 */
final class MessageMutations {
  /** Lengths, counts and numbers at the edges of what their types can say. */
  private static final long[] EXTREMES = {
    0,
    1,
    2,
    127,
    128,
    255,
    1000,
    65_535,
    65_536,
    1 << 20,
    Integer.MAX_VALUE - 8,
    Integer.MAX_VALUE,
    1L << 31,
    0xFFFF_FFFFL,
    1L << 32,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    -1,
    -2
  };

  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int START_GROUP = 3;
  private static final int FIXED32 = 5;

  private final SplittableRandom random;

  /** Where a field lies: its tag, its length prefix if it has one, its content. */
  private record Field(int from, int lengthAt, int contentAt, int to) {}

  MessageMutations(SplittableRandom random) {
    this.random = random;
  }

  byte[] damaged(byte[] message) {
    List<Field> fields = fields(message);
    if (fields.isEmpty()) {
      return message;
    }
    Field field = fields.get(random.nextInt(fields.size()));
    Field other = fields.get(random.nextInt(fields.size()));
    byte[] whole = Arrays.copyOfRange(message, field.from(), field.to());
    boolean sized = field.lengthAt() < field.contentAt();
    return switch (random.nextInt(11)) {
      case 0 -> replace(message, field.from(), field.to(), new byte[0]);
      case 1 -> replace(message, other.to(), other.to(), whole);
      case 2 -> replace(message, other.from(), other.to(), whole);
      case 3 -> replace(message, field.from(), field.lengthAt(), tag());
      case 4 -> replace(message, field.from(), field.from(), strangeField());
      case 5 -> sized ? length(message, field, extreme()) : number(message, field);
      case 6, 8, 9 -> sized ? inside(message, field) : number(message, field);
      case 7 -> sized ? repeated(message, field) : number(message, field);
      default -> number(message, field);
    };
  }

  private byte[] length(byte[] message, Field field, long length) {
    return replace(message, field.lengthAt(), field.contentAt(), varint(length));
  }

  /** Another content, with a length that fits it. */
  private byte[] content(byte[] message, Field field, byte[] content) {
    byte[] longer = replace(message, field.contentAt(), field.to(), content);
    return length(longer, field, content.length);
  }

  private byte[] inside(byte[] message, Field field) {
    return content(
        message, field, damaged(Arrays.copyOfRange(message, field.contentAt(), field.to())));
  }

  private byte[] repeated(byte[] message, Field field) {
    byte[] content = Arrays.copyOfRange(message, field.contentAt(), field.to());
    int times = random.nextInt(2, 5);
    byte[] repeated = new byte[content.length * times];
    for (int i = 0; i < times; i++) {
      System.arraycopy(content, 0, repeated, i * content.length, content.length);
    }
    return content(message, field, repeated);
  }

  /** An extreme number somewhere in the field, whose length is kept right. */
  private byte[] number(byte[] message, Field field) {
    if (field.contentAt() == field.to()) {
      return message;
    }
    int at = random.nextInt(field.contentAt(), field.to());
    byte[] number = random.nextInt(4) == 0 ? fixed(extreme()) : varint(extreme());
    int end = Math.min(field.to(), at + random.nextInt(number.length + 1));
    byte[] changed = replace(message, at, end, number);
    return field.lengthAt() < field.contentAt()
        ? length(changed, field, field.to() - field.contentAt() + number.length - (end - at))
        : changed;
  }

  private byte[] tag() {
    return varint((long) random.nextInt(18) << 3 | random.nextInt(8));
  }

  private byte[] strangeField() {
    return switch (random.nextInt(5)) {
      case 0 -> nested(1 + random.nextInt(300));
      case 1 -> join(varint(77 << 3 | BYTES), varint(3), new byte[] {1, 2, 3});
      case 2 -> join(varint(77 << 3 | BYTES), varint(extreme()));
      case 3 -> join(varint(1_000_000 << 3 | FIXED64), fixed(extreme()));
      default -> join(varint((long) (16 + random.nextInt(99)) << 3 | VARINT), varint(extreme()));
    };
  }

  private static byte[] nested(int depth) {
    byte[] groups = new byte[depth * 2];
    for (int i = 0; i < depth; i++) {
      groups[i * 2] = (byte) (0x80 | (16 << 3 | START_GROUP) & 0x7F);
      groups[i * 2 + 1] = (byte) ((16 << 3 | START_GROUP) >>> 7);
    }
    return groups;
  }

  private long extreme() {
    return EXTREMES[random.nextInt(EXTREMES.length)];
  }

  /** The fields up to the first that is none; enough, as seeds are whole messages. */
  private static List<Field> fields(byte[] message) {
    List<Field> fields = new ArrayList<>();
    int at = 0;
    while (at < message.length) {
      int from = at;
      int afterTag = skipVarint(message, from);
      int wireType = message[from] & 7;
      int contentAt = wireType == BYTES ? skipVarint(message, afterTag) : afterTag;
      long size =
          switch (wireType) {
            case VARINT -> skipVarint(message, afterTag) - afterTag;
            case FIXED64 -> Long.BYTES;
            case FIXED32 -> Integer.BYTES;
            case BYTES -> varintAt(message, afterTag);
            default -> -1;
          };
      if (size < 0 || contentAt + size > message.length) {
        return fields;
      }
      at = contentAt + (int) size;
      fields.add(new Field(from, afterTag, contentAt, at));
    }
    return fields;
  }

  private static int skipVarint(byte[] bytes, int from) {
    int at = from;
    while (at < bytes.length && bytes[at] < 0) {
      at++;
    }
    return Math.min(bytes.length, at + 1);
  }

  private static long varintAt(byte[] bytes, int from) {
    long value = 0;
    int end = skipVarint(bytes, from);
    for (int at = end - 1; at >= from; at--) {
      value = value << 7 | bytes[at] & 0x7F;
    }
    return value;
  }

  static byte[] varint(long value) {
    byte[] bytes = new byte[10];
    int size = 0;
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
    return Arrays.copyOf(bytes, size);
  }

  private static byte[] fixed(long value) {
    byte[] bytes = new byte[Long.BYTES];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (value >>> i * Byte.SIZE);
    }
    return bytes;
  }

  private static byte[] join(byte[]... parts) {
    byte[] joined = new byte[0];
    for (byte[] part : parts) {
      joined = replace(joined, joined.length, joined.length, part);
    }
    return joined;
  }
}
