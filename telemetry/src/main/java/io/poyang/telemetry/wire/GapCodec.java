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
  private static final int F_CAUSE = 1;
  private static final int F_READINGS = 2;
  private static final int F_FROM = 3;
  private static final int F_TO = 4;
  private static final int F_EPOCH = 5;
  private static final int F_FIRST = 6;
  private static final int F_LAST = 7;
  private static final int F_SIGNAL = 8;
  private static final int F_DETAIL = 9;

  private static final Cause[] CAUSES = Cause.values();

  private final SignalNames names;

  GapCodec(SignalNames names) {
    this.names = names;
  }

  byte[] encode(Gap gap) {
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
      for (SignalId signal : gap.signals()) {
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
   * @throws IllegalArgumentException where it is no possible gap
   */
  Gap read(CodedInputStream in) throws IOException {
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
      switch (WireFormat.getTagFieldNumber(tag)) {
        case F_CAUSE -> cause = in.readUInt32();
        case F_READINGS -> readings = OptionalLong.of(in.readUInt64());
        case F_FROM -> from = in.readInt64();
        case F_TO -> to = in.readInt64();
        case F_EPOCH -> epoch = in.readFixed64();
        case F_FIRST -> first = in.readUInt64();
        case F_LAST -> last = in.readUInt64();
        case F_SIGNAL -> signals.add(names.read(in));
        case F_DETAIL -> detail = in.readStringRequireUtf8();
        default -> {
          if (!in.skipField(tag)) {
            throw new WireException("gap has an unbalanced group, tag " + tag);
          }
        }
      }
    }
    in.popLimit(limit);
    if (cause < 1 || cause > CAUSES.length) {
      throw new WireException("gap has cause " + cause + " but must have 1.." + CAUSES.length);
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
}
