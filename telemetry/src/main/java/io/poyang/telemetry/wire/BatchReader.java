package io.poyang.telemetry.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.poyang.telemetry.Batch;
import io.poyang.telemetry.BatchId;
import io.poyang.telemetry.Gap;
import io.poyang.telemetry.Opening;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.SignalId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one message of {@code batch.proto}; a fresh reader for each. */
final class BatchReader {
  private static final int VARINT = WireFormat.WIRETYPE_VARINT;
  private static final int FIXED64 = WireFormat.WIRETYPE_FIXED64;
  private static final int BYTES = WireFormat.WIRETYPE_LENGTH_DELIMITED;

  private final byte[] bytes;
  private final CodedInputStream in;
  private final Columns columns;
  private final EdgeNames edges;
  private final SignalNames names;
  private final GapCodec gapCodec;

  private int version;
  private @Nullable String edge;
  private long epoch;
  private long sequence;
  private long base;
  private SignalId[] signals = new SignalId[16];
  private int runs;
  private int[] lengths = Columns.NO_INTS;
  private long[] times = Columns.NO_LONGS;
  private double[] values = Columns.NO_DOUBLES;
  private int[] markedIndex = Columns.NO_INTS;
  private int[] markedStatus = Columns.NO_INTS;
  private int[] markedFlag = Columns.NO_INTS;
  private long first;
  private long previous = Opening.NONE;
  private List<Gap> gaps = List.of();
  private int gapSignals;

  BatchReader(byte[] bytes, EdgeNames edges, SignalNames names, GapCodec gapCodec) {
    this.edges = edges;
    this.bytes = bytes;
    this.in = CodedInputStream.newInstance(bytes);
    this.columns = new Columns(in, bytes);
    this.names = names;
    this.gapCodec = gapCodec;
  }

  /**
   * @throws WireException where the bytes are no batch of this version
   * @throws IllegalArgumentException where what they say is impossible
   * @throws IOException where they are no message at all
   */
  Batch read(int checksum) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      field(tag);
    }
    if (version != BatchFields.THIS_VERSION) {
      throw new WireException(
          "batch has version "
              + Integer.toUnsignedLong(version)
              + " but this server reads version "
              + BatchFields.THIS_VERSION);
    }
    if (edge == null) {
      throw new WireException("batch names no edge");
    }
    BatchId id = new BatchId(edges.of(edge), epoch, sequence);
    Opening opening = new Opening(first == 0 ? Opening.OF_NEW_LOG.first() : first, previous);
    long at = base;
    for (int i = 0; i < times.length; i++) {
      at += times[i];
      times[i] = at;
    }
    return Batch.ofColumns(
        new Batch.Header(id, opening, gaps, checksum),
        signals.length == runs ? signals : Arrays.copyOf(signals, runs),
        ends(),
        times,
        values,
        statuses(),
        flags());
  }

  private void field(int tag) throws IOException {
    switch (tag) {
      case BatchFields.VERSION << 3 | VARINT -> version = in.readUInt32();
      case BatchFields.EDGE << 3 | BYTES -> edge = in.readStringRequireUtf8();
      case BatchFields.EPOCH << 3 | FIXED64 -> epoch = in.readFixed64();
      case BatchFields.SEQUENCE << 3 | VARINT -> sequence = in.readUInt64();
      case BatchFields.BASE << 3 | VARINT -> base = in.readInt64();
      case BatchFields.SIGNAL << 3 | BYTES -> signal();
      case BatchFields.RUN_LENGTH << 3 | BYTES ->
          lengths = columns.varints(BatchFields.RUN_LENGTH, lengths);
      case BatchFields.TIME_DELTA << 3 | BYTES ->
          times = columns.zigzags(BatchFields.TIME_DELTA, times);
      case BatchFields.VALUE << 3 | BYTES -> values = columns.doubles(BatchFields.VALUE, values);
      case BatchFields.MARKED_INDEX << 3 | BYTES ->
          markedIndex = columns.varints(BatchFields.MARKED_INDEX, markedIndex);
      case BatchFields.MARKED_STATUS << 3 | BYTES ->
          markedStatus = columns.fixed(BatchFields.MARKED_STATUS, markedStatus);
      case BatchFields.MARKED_FLAG << 3 | BYTES ->
          markedFlag = columns.varints(BatchFields.MARKED_FLAG, markedFlag);
      case BatchFields.FIRST << 3 | VARINT -> first = in.readUInt64();
      case BatchFields.PREVIOUS << 3 | FIXED64 -> previous = in.readFixed64();
      case BatchFields.GAP << 3 | BYTES -> gap();
      default -> unknown(tag);
    }
  }

  private void signal() throws IOException {
    if (runs == signals.length) {
      signals = Arrays.copyOf(signals, runs * 2);
    }
    signals[runs++] = names.read(in, bytes);
  }

  private void gap() throws IOException {
    if (gaps.isEmpty()) {
      gaps = new ArrayList<>();
    }
    if (gaps.size() == GapCodec.MOST_GAPS) {
      throw new WireException("batch tells of more than " + GapCodec.MOST_GAPS + " gaps");
    }
    Gap gap = gapCodec.read(in, bytes);
    gapSignals += gap.signals().size();
    if (gapSignals > GapCodec.MOST_SIGNALS_OF_BATCH) {
      throw new WireException(
          "batch tells of gaps that name more than " + GapCodec.MOST_SIGNALS_OF_BATCH + " signals");
    }
    gaps.add(gap);
  }

  /** A later writer's field is passed over; one of ours in another shape is a mistake. */
  private void unknown(int tag) throws IOException {
    int field = WireFormat.getTagFieldNumber(tag);
    if (field <= BatchFields.GAP) {
      throw new WireException(
          "batch field " + field + " has wire type " + WireFormat.getTagWireType(tag));
    }
    if (!in.skipField(tag)) {
      throw new WireException("batch has an unbalanced group, tag " + tag);
    }
  }

  private int[] ends() {
    long end = 0;
    for (int run = 0; run < lengths.length; run++) {
      int length = lengths[run];
      end += length;
      if (length < 1 || end > times.length) {
        throw new WireException(
            "batch run "
                + run
                + " has length "
                + Integer.toUnsignedLong(length)
                + " but the batch has "
                + times.length
                + " readings");
      }
      lengths[run] = (int) end;
    }
    return lengths;
  }

  private int @Nullable [] statuses() {
    if (markedIndex.length != markedStatus.length) {
      throw new WireException(
          "batch marks "
              + markedIndex.length
              + " readings but has "
              + markedStatus.length
              + " statuses");
    }
    boolean any = false;
    int[] statuses = new int[markedIndex.length == 0 ? 0 : times.length];
    for (int i = 0; i < markedIndex.length; i++) {
      // The two reserved severities are read as Bad: a value is never better than its data.
      int code = markedStatus[i] >>> 30 == 3 ? Quality.STATUS_BAD : markedStatus[i];
      statuses[checked(markedIndex[i])] = code;
      any |= code != Quality.STATUS_GOOD;
    }
    return any ? statuses : null;
  }

  private char @Nullable [] flags() {
    if (markedIndex.length != markedFlag.length) {
      throw new WireException(
          "batch marks "
              + markedIndex.length
              + " readings but has "
              + markedFlag.length
              + " flags");
    }
    boolean any = false;
    char[] flags = new char[markedIndex.length == 0 ? 0 : times.length];
    for (int i = 0; i < markedIndex.length; i++) {
      int code = markedFlag[i];
      if (code != Quality.NO_FLAG && (code <= ' ' || code > '~')) {
        throw new WireException(
            "batch has flag code "
                + Integer.toUnsignedLong(code)
                + " but a flag is one printable ASCII letter");
      }
      flags[checked(markedIndex[i])] = (char) code;
      any |= code != Quality.NO_FLAG;
    }
    return any ? flags : null;
  }

  private int checked(int index) {
    if (index < 0 || index >= times.length) {
      throw new WireException(
          "batch marks reading " + Integer.toUnsignedLong(index) + " but has " + times.length);
    }
    return index;
  }
}
