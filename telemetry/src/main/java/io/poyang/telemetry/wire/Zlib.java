package io.poyang.telemetry.wire;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Payloads in zlib format (RFC 1950), where that pays. */
final class Zlib {
  private static final byte FIRST_BYTE = 0x78;
  private static final int SMALLEST_WORTH_COMPRESSING = 256;
  private static final int SMALLEST_ROOM = 1024;

  private Zlib() {}

  static boolean isCompressed(byte[] payload) {
    return payload.length > 0 && payload[0] == FIRST_BYTE;
  }

  static byte[] compress(byte[] plain) {
    if (plain.length < SMALLEST_WORTH_COMPRESSING) {
      return plain;
    }
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try {
      deflater.setInput(plain);
      deflater.finish();
      byte[] smaller = new byte[plain.length - plain.length / 4];
      int length = deflater.deflate(smaller);
      return deflater.finished() ? Arrays.copyOf(smaller, length) : plain;
    } finally {
      deflater.end();
    }
  }

  /**
   * @param most bytes that may come of it; the room for them grows with what has come
   */
  static byte[] inflate(byte[] payload, int most) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(payload);
      byte[] bytes = new byte[(int) Math.min(most, Math.max(SMALLEST_ROOM, payload.length * 4L))];
      int length = 0;
      while (!inflater.finished()) {
        if (length == bytes.length) {
          if (length == most) {
            throw new WireException("batch inflates to more than " + most + " bytes");
          }
          bytes = Arrays.copyOf(bytes, (int) Math.min(most, bytes.length * 2L));
        }
        int read = inflater.inflate(bytes, length, bytes.length - length);
        if (read == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
          throw new WireException("batch ends in the middle of its zlib stream");
        }
        length += read;
      }
      if (inflater.getRemaining() > 0) {
        throw new WireException(
            "batch has " + inflater.getRemaining() + " bytes after its zlib stream");
      }
      return Arrays.copyOf(bytes, length);
    } catch (DataFormatException e) {
      throw new WireException("batch is not a zlib stream: " + e.getMessage(), e);
    } finally {
      inflater.end();
    }
  }
}
