package io.poyang.telemetry.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import io.poyang.telemetry.SignalId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Remembers which bytes name which signal, so that a name is parsed and checked once. Bounded: a
 * sender of endless new names makes it forget, not grow.
 */
final class SignalNames {
  private static final int MOST = 1 << 20;
  private static final int LONGEST_NAME = 63 + 1 + 95;

  private final Map<ByteString, SignalId> idOf = new HashMap<>();
  private final Map<SignalId, byte[]> bytesOf = new HashMap<>();

  SignalId read(CodedInputStream in) throws IOException {
    ByteString bytes = in.readBytes();
    SignalId known = idOf.get(bytes);
    if (known != null) {
      return known;
    }
    if (bytes.size() > LONGEST_NAME) {
      throw new WireException(
          "batch has a signal name of "
              + bytes.size()
              + " bytes but at most "
              + LONGEST_NAME
              + " are allowed");
    }
    SignalId id = SignalId.parse(bytes.toStringUtf8());
    if (idOf.size() >= MOST) {
      idOf.clear();
    }
    idOf.put(bytes, id);
    return id;
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
