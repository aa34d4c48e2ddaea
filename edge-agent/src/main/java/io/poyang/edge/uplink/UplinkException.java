package io.poyang.edge.uplink;

/** A payload was not acknowledged; what it held must be sent again. */
public abstract sealed class UplinkException extends RuntimeException
    permits UplinkLostException, UplinkRefusedException {
  UplinkException(String message) {
    super(message);
  }
}
