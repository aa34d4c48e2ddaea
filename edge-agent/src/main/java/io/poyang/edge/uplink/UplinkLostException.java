package io.poyang.edge.uplink;

/** There is no connection, or it went before the acknowledgement came. */
public final class UplinkLostException extends UplinkException {
  public UplinkLostException(String message) {
    super(message);
  }
}
