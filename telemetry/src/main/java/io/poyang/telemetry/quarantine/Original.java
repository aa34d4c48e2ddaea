package io.poyang.telemetry.quarantine;

import java.util.Arrays;

/**
 * What was refused, as it may be read again.
 *
 * @param topic it came on, which says how to read it
 * @param payload a whole message, or a batch of nothing but the refused readings
 */
public record Original(String topic, byte[] payload) {
  @Override
  public boolean equals(Object other) {
    return other instanceof Original that
        && topic.equals(that.topic)
        && Arrays.equals(payload, that.payload);
  }

  @Override
  public int hashCode() {
    return 31 * topic.hashCode() + Arrays.hashCode(payload);
  }

  @Override
  public String toString() {
    return payload.length + " bytes of " + topic;
  }
}
