package io.poyang.telemetry.wire;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.poyang.telemetry.Batch;
import io.poyang.telemetry.Opening;
import io.poyang.telemetry.Quality;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Writes a {@link Batch} as the bytes of {@code batch.proto}: first it measures every field, then
 * it fills one array of exactly that length. Not thread-safe.
 */
final class BatchWriter {
  private static final int[] NONE = new int[0];

  private final SignalNames names;
  private final GapCodec gapCodec;

  BatchWriter(SignalNames names, GapCodec gapCodec) {
    this.names = names;
    this.gapCodec = gapCodec;
  }

  byte[] write(Batch batch) {
    byte[][] signals = new byte[batch.runs()][];
    int signalBytes = 0;
    for (int run = 0; run < signals.length; run++) {
      signals[run] = names.bytesOf(batch.signal(run));
      signalBytes += CodedOutputStream.computeByteArraySize(BatchFields.SIGNAL, signals[run]);
    }
    byte[] edge = batch.id().edge().value().getBytes(StandardCharsets.UTF_8);
    long base = batch.size() == 0 ? 0 : batch.atMillis(0);
    Opening opening = batch.header().opening();
    List<byte[]> gaps = gapCodec.encode(batch.gaps());
    int[] marked = marked(batch);
    int runLengths = runLengthBytes(batch);
    int deltas = deltaBytes(batch, base);
    int indexes = 0;
    int flags = 0;
    for (int index : marked) {
      indexes += CodedOutputStream.computeUInt32SizeNoTag(index);
      flags += CodedOutputStream.computeUInt32SizeNoTag(batch.flag(index));
    }

    byte[] bytes =
        new byte
            [CodedOutputStream.computeUInt32Size(BatchFields.VERSION, BatchFields.THIS_VERSION)
                + CodedOutputStream.computeByteArraySize(BatchFields.EDGE, edge)
                + CodedOutputStream.computeFixed64Size(BatchFields.EPOCH, batch.id().epoch())
                + CodedOutputStream.computeUInt64Size(BatchFields.SEQUENCE, batch.id().sequence())
                + CodedOutputStream.computeInt64Size(BatchFields.BASE, base)
                + signalBytes
                + packedSize(BatchFields.RUN_LENGTH, runLengths)
                + packedSize(BatchFields.TIME_DELTA, deltas)
                + packedSize(BatchFields.VALUE, batch.size() * Double.BYTES)
                + packedSize(BatchFields.MARKED_INDEX, indexes)
                + packedSize(BatchFields.MARKED_STATUS, marked.length * Integer.BYTES)
                + packedSize(BatchFields.MARKED_FLAG, flags)
                + openingSize(opening)
                + gapBytes(gaps)];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      out.writeUInt32(BatchFields.VERSION, BatchFields.THIS_VERSION);
      out.writeByteArray(BatchFields.EDGE, edge);
      out.writeFixed64(BatchFields.EPOCH, batch.id().epoch());
      out.writeUInt64(BatchFields.SEQUENCE, batch.id().sequence());
      out.writeInt64(BatchFields.BASE, base);
      for (byte[] signal : signals) {
        out.writeByteArray(BatchFields.SIGNAL, signal);
      }
      runLengths(out, runLengths, batch);
      deltas(out, deltas, batch, base);
      values(out, batch);
      marks(out, batch, marked, indexes, flags);
      opening(out, opening);
      for (byte[] gap : gaps) {
        out.writeByteArray(BatchFields.GAP, gap);
      }
      out.checkNoSpaceLeft();
    } catch (IOException e) {
      throw new UncheckedIOException("batch " + batch.id() + ": writing to memory failed", e);
    }
    return bytes;
  }

  private static int gapBytes(List<byte[]> gaps) {
    int bytes = 0;
    for (byte[] gap : gaps) {
      bytes += CodedOutputStream.computeByteArraySize(BatchFields.GAP, gap);
    }
    return bytes;
  }

  private static int runLengthBytes(Batch batch) {
    int bytes = 0;
    for (int run = 0; run < batch.runs(); run++) {
      bytes += CodedOutputStream.computeUInt32SizeNoTag(batch.end(run) - batch.start(run));
    }
    return bytes;
  }

  private static void runLengths(CodedOutputStream out, int bytes, Batch batch) throws IOException {
    if (packed(out, BatchFields.RUN_LENGTH, bytes)) {
      for (int run = 0; run < batch.runs(); run++) {
        out.writeUInt32NoTag(batch.end(run) - batch.start(run));
      }
    }
  }

  private static int deltaBytes(Batch batch, long base) {
    int bytes = 0;
    long before = base;
    for (int i = 0; i < batch.size(); i++) {
      bytes += CodedOutputStream.computeSInt64SizeNoTag(batch.atMillis(i) - before);
      before = batch.atMillis(i);
    }
    return bytes;
  }

  private static void deltas(CodedOutputStream out, int bytes, Batch batch, long base)
      throws IOException {
    if (packed(out, BatchFields.TIME_DELTA, bytes)) {
      long before = base;
      for (int i = 0; i < batch.size(); i++) {
        out.writeSInt64NoTag(batch.atMillis(i) - before);
        before = batch.atMillis(i);
      }
    }
  }

  private static void values(CodedOutputStream out, Batch batch) throws IOException {
    if (packed(out, BatchFields.VALUE, batch.size() * Double.BYTES)) {
      for (int i = 0; i < batch.size(); i++) {
        out.writeDoubleNoTag(batch.value(i));
      }
    }
  }

  /** The indexes of the readings that are not plain Good. */
  private static int[] marked(Batch batch) {
    if (batch.isPlain()) {
      return NONE;
    }
    int[] marked = new int[batch.size()];
    int count = 0;
    for (int i = 0; i < batch.size(); i++) {
      if (batch.status(i) != Quality.STATUS_GOOD || batch.flag(i) != Quality.NO_FLAG) {
        marked[count++] = i;
      }
    }
    return Arrays.copyOf(marked, count);
  }

  private static void marks(
      CodedOutputStream out, Batch batch, int[] marked, int indexBytes, int flagBytes)
      throws IOException {
    if (packed(out, BatchFields.MARKED_INDEX, indexBytes)) {
      for (int index : marked) {
        out.writeUInt32NoTag(index);
      }
    }
    if (packed(out, BatchFields.MARKED_STATUS, marked.length * Integer.BYTES)) {
      for (int index : marked) {
        out.writeFixed32NoTag(batch.status(index));
      }
    }
    if (packed(out, BatchFields.MARKED_FLAG, flagBytes)) {
      for (int index : marked) {
        out.writeUInt32NoTag(batch.flag(index));
      }
    }
  }

  private static int openingSize(Opening opening) {
    return (opening.first() == Opening.OF_NEW_LOG.first()
            ? 0
            : CodedOutputStream.computeUInt64Size(BatchFields.FIRST, opening.first()))
        + (opening.previous() == Opening.NONE
            ? 0
            : CodedOutputStream.computeFixed64Size(BatchFields.PREVIOUS, opening.previous()));
  }

  private static void opening(CodedOutputStream out, Opening opening) throws IOException {
    if (opening.first() != Opening.OF_NEW_LOG.first()) {
      out.writeUInt64(BatchFields.FIRST, opening.first());
    }
    if (opening.previous() != Opening.NONE) {
      out.writeFixed64(BatchFields.PREVIOUS, opening.previous());
    }
  }

  private static int packedSize(int field, int bytes) {
    return bytes == 0
        ? 0
        : CodedOutputStream.computeTagSize(field)
            + CodedOutputStream.computeUInt32SizeNoTag(bytes)
            + bytes;
  }

  private static boolean packed(CodedOutputStream out, int field, int bytes) throws IOException {
    if (bytes == 0) {
      return false;
    }
    out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt32NoTag(bytes);
    return true;
  }
}
