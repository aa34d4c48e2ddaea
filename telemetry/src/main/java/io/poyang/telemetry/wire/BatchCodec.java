package io.poyang.telemetry.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import io.poyang.telemetry.Batch;
import java.io.IOException;
import java.util.zip.CRC32C;

/**
 * Turns a {@link Batch} into the bytes of {@code batch.proto} and back.
 *
 * <p>Written against the Protocol Buffers runtime instead of generated classes: the columns go
 * straight into the arrays of a batch, and a signal's name is looked up by its bytes, so a known
 * name costs no new object. A test holds it against generated classes. Not thread-safe: one codec
 * per thread.
 */
public final class BatchCodec {
  private final int maxBytes;
  private final EdgeNames edges = new EdgeNames();
  private final SignalNames names = new SignalNames();
  private final GapCodec gapCodec = new GapCodec(names);
  private final BatchWriter writer = new BatchWriter(names, gapCodec);

  /**
   * @param maxBytes the largest message, once inflated, that is looked at; bounds the memory a
   *     payload can ask for
   */
  public BatchCodec(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Plain bytes; a gap that names more signals than a message may tells of any of its edge. */
  public byte[] encode(Batch batch) {
    return writer.write(batch);
  }

  /** The payload in zlib format where that saves a quarter or more, else the payload itself. */
  public static byte[] compress(byte[] payload) {
    return Zlib.compress(payload);
  }

  /**
   * Reads a payload, compressed or not.
   *
   * @throws WireException where the bytes are no batch of this version, or ask for more than the
   *     limit; values and times are handed on as they are, whatever they are
   */
  public Batch decode(byte[] payload) {
    byte[] bytes = Zlib.isCompressed(payload) ? Zlib.inflate(payload, maxBytes) : payload;
    if (bytes.length > maxBytes) {
      throw new WireException(
          "batch has " + bytes.length + " bytes but at most " + maxBytes + " are read");
    }
    try {
      return new BatchReader(bytes, edges, names, gapCodec).read(checksum(bytes));
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
}
