package io.poyang.edge.uplink;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Ingest answered, but did not take the payload now; wait before sending it again. */
public final class UplinkRefusedException extends UplinkException {
  private static final int UNSPECIFIED = 0x80;

  /** "Implementation specific error", which ingest uses for this alone. */
  private static final int COPIED_LOG = 0x83;

  private static final int TOO_LARGE = 0x95;
  private static final int QUOTA_EXCEEDED = 0x97;

  private final int code;
  private final @Nullable String reason;

  /**
   * @param code the MQTT 5 reason code of the acknowledgement
   */
  public UplinkRefusedException(int code) {
    this(code, null);
  }

  /**
   * @param reason what ingest said beside it
   */
  public UplinkRefusedException(int code, @Nullable String reason) {
    super(
        "ingest did not take a message: MQTT reason code 0x%02x%s%s"
            .formatted(code, word(code), reason == null ? "" : ": " + reason));
    this.code = code;
    this.reason = reason;
  }

  private static String word(int code) {
    return switch (code) {
      case UNSPECIFIED -> " (unspecified error)";
      case COPIED_LOG -> " (another log has these batch numbers)";
      case QUOTA_EXCEEDED -> " (quota exceeded)";
      case TOO_LARGE -> " (packet too large: raise the server's largest message)";
      default -> "";
    };
  }

  public int code() {
    return code;
  }

  /** What ingest said beside the code. */
  public Optional<String> reason() {
    return Optional.ofNullable(reason);
  }

  /** Whether ingest knows another life of this edge's log, and will have nothing of this one. */
  public boolean copiedLog() {
    return code == COPIED_LOG;
  }

  /** Whether the server only asks for patience, as against something a person must look at. */
  public boolean passing() {
    return code == UNSPECIFIED || code == QUOTA_EXCEEDED;
  }
}
