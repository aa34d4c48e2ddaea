package io.poyang.telemetry.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.poyang.telemetry.Batch;
import io.poyang.telemetry.BatchId;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Gap;
import io.poyang.telemetry.Opening;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.SignalId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Turns a {@link Batch} into the bytes of {@code batch.proto} and back.
 *
 * <p>Written against the Protocol Buffers runtime instead of generated classes: the columns go
 * straight into the arrays of a batch, and a signal's name is looked up by its bytes, so a known
 * name costs no new object. A test holds it against generated classes. Not thread-safe: one codec
 * per thread.
 */
public final class BatchCodec {
  private static final int VERSION = 1;
  private static final byte ZLIB = 0x78;
  private static final int SMALLEST_WORTH_COMPRESSING = 256;
  private static final int MOST_GAPS = 1000;

  private static final int F_VERSION = 1;
  private static final int F_EDGE = 2;
  private static final int F_EPOCH = 3;
  private static final int F_SEQUENCE = 4;
  private static final int F_BASE = 5;
  private static final int F_SIGNAL = 6;
  private static final int F_RUN_LENGTH = 7;
  private static final int F_TIME_DELTA = 8;
  private static final int F_VALUE = 9;
  private static final int F_MARKED_INDEX = 10;
  private static final int F_MARKED_STATUS = 11;
  private static final int F_MARKED_FLAG = 12;
  private static final int F_FIRST = 13;
  private static final int F_PREVIOUS = 14;
  private static final int F_GAP = 15;

  private final int maxBytes;
  private final SignalNames names = new SignalNames();
  private final GapCodec gapCodec = new GapCodec(names);

  /**
   * @param maxBytes the largest message, once inflated, that is looked at; bounds the memory a
   *     payload can ask for
   */
  public BatchCodec(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  public byte[] encode(Batch batch) {
    int runs = batch.runs();
    int size = batch.size();
    int[] marked = marked(batch);
    byte[][] signals = new byte[runs][];
    for (int run = 0; run < runs; run++) {
      signals[run] = names.bytesOf(batch.signal(run));
    }
    byte[] edge = batch.id().edge().value().getBytes(StandardCharsets.UTF_8);
    long base = size == 0 ? 0 : batch.atMillis(0);
    Opening opening = batch.header().opening();
    List<byte[]> gaps = batch.gaps().stream().map(gapCodec::encode).toList();

    int runLengths = 0;
    for (int run = 0; run < runs; run++) {
      runLengths += CodedOutputStream.computeUInt32SizeNoTag(batch.end(run) - batch.start(run));
    }
    int deltas = 0;
    long before = base;
    for (int i = 0; i < size; i++) {
      deltas += CodedOutputStream.computeSInt64SizeNoTag(batch.atMillis(i) - before);
      before = batch.atMillis(i);
    }
    int markedIndexes = 0;
    int markedFlags = 0;
    for (int index : marked) {
      markedIndexes += CodedOutputStream.computeUInt32SizeNoTag(index);
      markedFlags += CodedOutputStream.computeUInt32SizeNoTag(batch.flag(index));
    }

    int total =
        CodedOutputStream.computeUInt32Size(F_VERSION, VERSION)
            + CodedOutputStream.computeByteArraySize(F_EDGE, edge)
            + CodedOutputStream.computeFixed64Size(F_EPOCH, batch.id().epoch())
            + CodedOutputStream.computeUInt64Size(F_SEQUENCE, batch.id().sequence())
            + CodedOutputStream.computeInt64Size(F_BASE, base)
            + packedSize(F_RUN_LENGTH, runLengths)
            + packedSize(F_TIME_DELTA, deltas)
            + packedSize(F_VALUE, size * Double.BYTES)
            + packedSize(F_MARKED_INDEX, markedIndexes)
            + packedSize(F_MARKED_STATUS, marked.length * Integer.BYTES)
            + packedSize(F_MARKED_FLAG, markedFlags)
            + openingSize(opening);
    for (byte[] signal : signals) {
      total += CodedOutputStream.computeByteArraySize(F_SIGNAL, signal);
    }
    for (byte[] gap : gaps) {
      total += CodedOutputStream.computeByteArraySize(F_GAP, gap);
    }

    byte[] bytes = new byte[total];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      out.writeUInt32(F_VERSION, VERSION);
      out.writeByteArray(F_EDGE, edge);
      out.writeFixed64(F_EPOCH, batch.id().epoch());
      out.writeUInt64(F_SEQUENCE, batch.id().sequence());
      out.writeInt64(F_BASE, base);
      for (byte[] signal : signals) {
        out.writeByteArray(F_SIGNAL, signal);
      }
      if (packed(out, F_RUN_LENGTH, runLengths)) {
        for (int run = 0; run < runs; run++) {
          out.writeUInt32NoTag(batch.end(run) - batch.start(run));
        }
      }
      if (packed(out, F_TIME_DELTA, deltas)) {
        before = base;
        for (int i = 0; i < size; i++) {
          out.writeSInt64NoTag(batch.atMillis(i) - before);
          before = batch.atMillis(i);
        }
      }
      if (packed(out, F_VALUE, size * Double.BYTES)) {
        for (int i = 0; i < size; i++) {
          out.writeDoubleNoTag(batch.value(i));
        }
      }
      if (packed(out, F_MARKED_INDEX, markedIndexes)) {
        for (int index : marked) {
          out.writeUInt32NoTag(index);
        }
      }
      if (packed(out, F_MARKED_STATUS, marked.length * Integer.BYTES)) {
        for (int index : marked) {
          out.writeFixed32NoTag(batch.status(index));
        }
      }
      if (packed(out, F_MARKED_FLAG, markedFlags)) {
        for (int index : marked) {
          out.writeUInt32NoTag(batch.flag(index));
        }
      }
      if (opening.first() != Opening.OF_NEW_LOG.first()) {
        out.writeUInt64(F_FIRST, opening.first());
      }
      if (opening.previous() != Opening.NONE) {
        out.writeFixed64(F_PREVIOUS, opening.previous());
      }
      for (byte[] gap : gaps) {
        out.writeByteArray(F_GAP, gap);
      }
      out.checkNoSpaceLeft();
    } catch (IOException e) {
      throw new UncheckedIOException("batch " + batch.id() + ": writing to memory failed", e);
    }
    return bytes;
  }

  private static int openingSize(Opening opening) {
    return (opening.first() == Opening.OF_NEW_LOG.first()
            ? 0
            : CodedOutputStream.computeUInt64Size(F_FIRST, opening.first()))
        + (opening.previous() == Opening.NONE
            ? 0
            : CodedOutputStream.computeFixed64Size(F_PREVIOUS, opening.previous()));
  }

  private static int[] marked(Batch batch) {
    if (batch.isPlain()) {
      return new int[0];
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

  /** The payload in zlib format where that saves a quarter or more, else the payload itself. */
  public static byte[] compress(byte[] payload) {
    if (payload.length < SMALLEST_WORTH_COMPRESSING) {
      return payload;
    }
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try {
      deflater.setInput(payload);
      deflater.finish();
      byte[] smaller = new byte[payload.length - payload.length / 4];
      int length = deflater.deflate(smaller);
      return deflater.finished() ? Arrays.copyOf(smaller, length) : payload;
    } finally {
      deflater.end();
    }
  }

  /**
   * Reads a payload, compressed or not.
   *
   * @throws WireException where the bytes are no batch of this version, or ask for more than the
   *     limit; values and times are handed on as they are, whatever they are
   */
  public Batch decode(byte[] payload) {
    byte[] bytes = payload.length > 0 && payload[0] == ZLIB ? inflate(payload) : payload;
    if (bytes.length > maxBytes) {
      throw new WireException(
          "batch has " + bytes.length + " bytes but at most " + maxBytes + " are read");
    }
    try {
      return parse(CodedInputStream.newInstance(bytes), checksum(bytes));
    } catch (InvalidProtocolBufferException e) {
      throw new WireException("batch is not a poyang.v1.Batch message: " + e.getMessage(), e);
    } catch (IOException | IllegalArgumentException e) {
      throw new WireException("batch cannot be read: " + e.getMessage(), e);
    }
  }

  /** CRC-32C of a plain payload, by which a repeat is told from another batch of its number. */
  public static int checksum(byte[] plain) {
    CRC32C crc = new CRC32C();
    crc.update(plain, 0, plain.length);
    return (int) crc.getValue();
  }

  private byte[] inflate(byte[] payload) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(payload);
      byte[] bytes = new byte[(int) Math.min(maxBytes, Math.max(1024L, payload.length * 4L))];
      int length = 0;
      while (!inflater.finished()) {
        if (length == bytes.length) {
          if (length == maxBytes) {
            throw new WireException("batch inflates to more than " + maxBytes + " bytes");
          }
          bytes = Arrays.copyOf(bytes, (int) Math.min(maxBytes, bytes.length * 2L));
        }
        int read = inflater.inflate(bytes, length, bytes.length - length);
        if (read == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
          throw new WireException("batch ends in the middle of its zlib stream");
        }
        length += read;
      }
      return Arrays.copyOf(bytes, length);
    } catch (DataFormatException e) {
      throw new WireException("batch is not a zlib stream: " + e.getMessage(), e);
    } finally {
      inflater.end();
    }
  }

  private Batch parse(CodedInputStream in, int checksum) throws IOException {
    int version = 0;
    @Nullable String edge = null;
    long epoch = 0;
    long sequence = 0;
    long base = 0;
    SignalId[] signals = new SignalId[16];
    int runs = 0;
    Ints lengths = new Ints();
    long[] times = new long[0];
    double[] values = new double[0];
    Ints markedIndex = new Ints();
    Ints markedStatus = new Ints();
    Ints markedFlag = new Ints();
    long first = 0;
    long previous = Opening.NONE;
    List<Gap> gaps = new ArrayList<>(0);

    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case F_VERSION -> version = in.readUInt32();
        case F_EDGE -> edge = in.readStringRequireUtf8();
        case F_EPOCH -> epoch = in.readFixed64();
        case F_SEQUENCE -> sequence = in.readUInt64();
        case F_BASE -> base = in.readInt64();
        case F_SIGNAL -> {
          if (runs == signals.length) {
            signals = Arrays.copyOf(signals, runs * 2);
          }
          signals[runs++] = names.read(in);
        }
        case F_RUN_LENGTH -> packedInts(in, tag, lengths, Kind.VARINT);
        case F_TIME_DELTA -> times = packedDeltas(in, tag, times.length);
        case F_VALUE -> values = packedDoubles(in, tag, values.length);
        case F_MARKED_INDEX -> packedInts(in, tag, markedIndex, Kind.VARINT);
        case F_MARKED_STATUS -> packedInts(in, tag, markedStatus, Kind.FIXED);
        case F_MARKED_FLAG -> packedInts(in, tag, markedFlag, Kind.VARINT);
        case F_FIRST -> first = in.readUInt64();
        case F_PREVIOUS -> previous = in.readFixed64();
        case F_GAP -> {
          if (gaps.size() == MOST_GAPS) {
            throw new WireException("batch tells of more than " + MOST_GAPS + " gaps");
          }
          gaps.add(gapCodec.read(in));
        }
        default -> {
          if (!in.skipField(tag)) {
            throw new WireException("batch has an unbalanced group, tag " + tag);
          }
        }
      }
    }
    if (version != VERSION) {
      throw new WireException(
          "batch has version " + version + " but this server reads version " + VERSION);
    }
    if (edge == null) {
      throw new WireException("batch names no edge");
    }
    BatchId id = new BatchId(new EdgeId(edge), epoch, sequence);
    long at = base;
    for (int i = 0; i < times.length; i++) {
      at += times[i];
      times[i] = at;
    }
    Opening opening = new Opening(first == 0 ? Opening.OF_NEW_LOG.first() : first, previous);
    return Batch.ofColumns(
        new Batch.Header(id, opening, gaps, checksum),
        Arrays.copyOf(signals, runs),
        ends(lengths, times.length),
        times,
        values,
        statuses(times.length, markedIndex, markedStatus),
        flags(times.length, markedIndex, markedFlag));
  }

  private static int[] ends(Ints lengths, int size) {
    int[] ends = new int[lengths.size];
    long end = 0;
    for (int run = 0; run < ends.length; run++) {
      int length = lengths.items[run];
      end += length;
      if (length < 1 || end > size) {
        throw new WireException(
            "batch run "
                + run
                + " has length "
                + Integer.toUnsignedLong(length)
                + " but the batch has "
                + size
                + " readings");
      }
      ends[run] = (int) end;
    }
    return ends;
  }

  private static int @Nullable [] statuses(int size, Ints index, Ints status) {
    if (index.size != status.size) {
      throw new WireException(
          "batch marks " + index.size + " readings but has " + status.size + " statuses");
    }
    boolean any = false;
    int[] statuses = new int[index.size == 0 ? 0 : size];
    for (int i = 0; i < index.size; i++) {
      // The two reserved severities are read as Bad: a value is never better than its data.
      int code = status.items[i] >>> 30 == 3 ? Quality.STATUS_BAD : status.items[i];
      statuses[checked(index.items[i], size)] = code;
      any |= code != Quality.STATUS_GOOD;
    }
    return any ? statuses : null;
  }

  private static char @Nullable [] flags(int size, Ints index, Ints flag) {
    if (index.size != flag.size) {
      throw new WireException(
          "batch marks " + index.size + " readings but has " + flag.size + " flags");
    }
    boolean any = false;
    char[] flags = new char[index.size == 0 ? 0 : size];
    for (int i = 0; i < index.size; i++) {
      int code = flag.items[i];
      if (code != Quality.NO_FLAG && (code <= ' ' || code > '~')) {
        throw new WireException(
            "batch has flag code "
                + Integer.toUnsignedLong(code)
                + " but a flag is one printable ASCII letter");
      }
      flags[checked(index.items[i], size)] = (char) code;
      any |= code != Quality.NO_FLAG;
    }
    return any ? flags : null;
  }

  private static int checked(int index, int size) {
    if (index < 0 || index >= size) {
      throw new WireException(
          "batch marks reading " + Integer.toUnsignedLong(index) + " but has " + size);
    }
    return index;
  }

  private enum Kind {
    VARINT,
    FIXED
  }

  private static void packedInts(CodedInputStream in, int tag, Ints into, Kind kind)
      throws IOException {
    int limit = in.pushLimit(packedLength(in, tag));
    while (!in.isAtEnd()) {
      into.add(kind == Kind.FIXED ? in.readFixed32() : in.readUInt32());
    }
    in.popLimit(limit);
  }

  private static long[] packedDeltas(CodedInputStream in, int tag, int known) throws IOException {
    int bytes = packedLength(in, tag);
    int limit = in.pushLimit(bytes);
    requireWhole(tag, known);
    // One byte a delta at the least, so the column is never longer than its bytes.
    long[] deltas = new long[bytes];
    int size = 0;
    while (!in.isAtEnd()) {
      deltas[size++] = in.readSInt64();
    }
    in.popLimit(limit);
    return size == deltas.length ? deltas : Arrays.copyOf(deltas, size);
  }

  private static double[] packedDoubles(CodedInputStream in, int tag, int known)
      throws IOException {
    int bytes = packedLength(in, tag);
    if (bytes % Double.BYTES != 0) {
      throw new WireException(
          "batch has a value column of " + bytes + " bytes, not a multiple of 8");
    }
    int limit = in.pushLimit(bytes);
    requireWhole(tag, known);
    double[] values = new double[bytes / Double.BYTES];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readDouble();
    }
    in.popLimit(limit);
    return values;
  }

  /**
   * A column in thousands of pieces would cost a copy each: a megabyte could hold up an event loop
   * for minutes. No Protocol Buffers writer splits a packed field.
   */
  private static void requireWhole(int tag, int known) {
    if (known > 0) {
      throw new WireException(
          "batch column " + WireFormat.getTagFieldNumber(tag) + " comes in more than one piece");
    }
  }

  private static int packedLength(CodedInputStream in, int tag) throws IOException {
    if (WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
      throw new WireException(
          "batch column " + WireFormat.getTagFieldNumber(tag) + " is not packed");
    }
    int bytes = in.readRawVarint32();
    if (bytes < 0 || bytes > in.getBytesUntilLimit() && in.getBytesUntilLimit() >= 0) {
      throw new WireException(
          "batch column " + WireFormat.getTagFieldNumber(tag) + " is longer than the batch");
    }
    return bytes;
  }

  /** A growing column of ints. */
  private static final class Ints {
    private int[] items = new int[16];
    private int size;

    void add(int item) {
      if (size == items.length) {
        items = Arrays.copyOf(items, size * 2);
      }
      items[size++] = item;
    }
  }
}
