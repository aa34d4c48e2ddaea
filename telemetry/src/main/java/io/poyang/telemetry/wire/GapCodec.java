package io.poyang.telemetry.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.poyang.telemetry.Gap;
import io.poyang.telemetry.Gap.Cause;
import io.poyang.telemetry.SignalId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Turns a {@link Gap} into the bytes of {@code batch.proto} and back. Not thread-safe. */
final class GapCodec {
  static final int MOST_GAPS = 1000;

  /** A gap that would name more tells of any signal of its edge instead. */
  static final int MOST_SIGNALS = 1000;

  /** Whoever keeps gaps keeps their names, so all the gaps of a batch share a bound too. */
  static final int MOST_SIGNALS_OF_BATCH = 10_000;

  private static final int F_CAUSE = 1;
  private static final int F_READINGS = 2;
  private static final int F_FROM = 3;
  private static final int F_TO = 4;
  private static final int F_EPOCH = 5;
  private static final int F_FIRST = 6;
  private static final int F_LAST = 7;
  private static final int F_SIGNAL = 8;
  private static final int F_DETAIL = 9;

  private static final int VARINT = WireFormat.WIRETYPE_VARINT;
  private static final int FIXED64 = WireFormat.WIRETYPE_FIXED64;
  private static final int BYTES = WireFormat.WIRETYPE_LENGTH_DELIMITED;

  private static final Cause[] CAUSES = Cause.values();

  private final SignalNames names;

  GapCodec(SignalNames names) {
    this.names = names;
  }

  /** Each gap of a batch, in order. */
  List<byte[]> encode(List<Gap> gaps) {
    if (gaps.isEmpty()) {
      return List.of();
    }
    List<byte[]> encoded = new ArrayList<>(gaps.size());
    int room = MOST_SIGNALS_OF_BATCH;
    for (Gap gap : gaps) {
      int count = gap.signals().size();
      boolean named = count <= MOST_SIGNALS && count <= room;
      room -= named ? count : 0;
      encoded.add(encode(gap, named ? gap.signals() : List.of()));
    }
    return encoded;
  }

  private byte[] encode(Gap gap, List<SignalId> signals) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      out.writeUInt32(F_CAUSE, gap.cause().ordinal() + 1);
      if (gap.readings().isPresent()) {
        out.writeUInt64(F_READINGS, gap.readings().getAsLong());
      }
      out.writeInt64(F_FROM, gap.from().toEpochMilli());
      out.writeInt64(F_TO, gap.to().toEpochMilli());
      if (gap.batches().isPresent()) {
        out.writeFixed64(F_EPOCH, gap.batches().get().epoch());
        out.writeUInt64(F_FIRST, gap.batches().get().first());
        out.writeUInt64(F_LAST, gap.batches().get().last());
      }
      for (SignalId signal : signals) {
        out.writeByteArray(F_SIGNAL, names.bytesOf(signal));
      }
      out.writeString(F_DETAIL, gap.detail());
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("gap: writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads the message at hand.
   *
   * @param in reads {@code message} from its beginning
   * @throws IllegalArgumentException where it is no possible gap
   */
  Gap read(CodedInputStream in, byte[] message) throws IOException {
    int limit = in.pushLimit(in.readRawVarint32());
    int cause = 0;
    OptionalLong readings = OptionalLong.empty();
    long from = 0;
    long to = 0;
    long epoch = 0;
    long first = 0;
    long last = 0;
    List<SignalId> signals = new ArrayList<>();
    String detail = "";
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag) {
        case F_CAUSE << 3 | VARINT -> cause = in.readUInt32();
        case F_READINGS << 3 | VARINT -> readings = OptionalLong.of(in.readUInt64());
        case F_FROM << 3 | VARINT -> from = in.readInt64();
        case F_TO << 3 | VARINT -> to = in.readInt64();
        case F_EPOCH << 3 | FIXED64 -> epoch = in.readFixed64();
        case F_FIRST << 3 | VARINT -> first = in.readUInt64();
        case F_LAST << 3 | VARINT -> last = in.readUInt64();
        case F_SIGNAL << 3 | BYTES -> {
          if (signals.size() == MOST_SIGNALS) {
            throw new WireException("gap names more than " + MOST_SIGNALS + " signals");
          }
          signals.add(names.read(in, message));
        }
        case F_DETAIL << 3 | BYTES -> detail = in.readStringRequireUtf8();
        default -> unknown(in, tag);
      }
    }
    in.popLimit(limit);
    if (cause < 1 || cause > CAUSES.length) {
      throw new WireException(
          "gap has cause " + Integer.toUnsignedLong(cause) + " but must have 1.." + CAUSES.length);
    }
    return new Gap(
        CAUSES[cause - 1],
        readings,
        Instant.ofEpochMilli(from),
        Instant.ofEpochMilli(to),
        signals,
        first == 0 ? Optional.empty() : Optional.of(new Gap.Batches(epoch, first, last)),
        detail);
  }

  private static void unknown(CodedInputStream in, int tag) throws IOException {
    int field = WireFormat.getTagFieldNumber(tag);
    if (field <= F_DETAIL) {
      throw new WireException(
          "gap field " + field + " has wire type " + WireFormat.getTagWireType(tag));
    }
    if (!in.skipField(tag)) {
      throw new WireException("gap has an unbalanced group, tag " + tag);
    }
  }
}
