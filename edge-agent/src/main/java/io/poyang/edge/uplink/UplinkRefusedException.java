package io.poyang.edge.uplink;

/** Ingest answered, but did not take the payload now; wait before sending it again. */
public final class UplinkRefusedException extends UplinkException {
  private static final int UNSPECIFIED = 0x80;
  private static final int TOO_LARGE = 0x95;
  private static final int QUOTA_EXCEEDED = 0x97;

  private final int code;

  /**
   * @param code the MQTT 5 reason code of the acknowledgement
   */
  public UplinkRefusedException(int code) {
    super("ingest did not take a message: MQTT reason code 0x%02x%s".formatted(code, word(code)));
    this.code = code;
  }

  private static String word(int code) {
    return switch (code) {
      case UNSPECIFIED -> " (unspecified error)";
      case QUOTA_EXCEEDED -> " (quota exceeded)";
      case TOO_LARGE -> " (packet too large: raise the server's largest message)";
      default -> "";
    };
  }

  public int code() {
    return code;
  }

  /** Whether the server only asks for patience, as against something a person must look at. */
  public boolean passing() {
    return code == UNSPECIFIED || code == QUOTA_EXCEEDED;
  }
}
