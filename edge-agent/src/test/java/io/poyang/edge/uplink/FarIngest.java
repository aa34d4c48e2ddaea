package io.poyang.edge.uplink;

import java.util.List;

/** The far side of an uplink in a test: it answers when it is told to, not before. */
public interface FarIngest extends AutoCloseable {
  /** A payload that arrived and how it came: {@code live}, {@code backfill}, ... */
  record Received(String way, byte[] payload) {}

  /** Everything that has arrived, repeats included, in order. */
  List<Received> received();

  /**
   * Acknowledges everything unanswered.
   *
   * @param code the MQTT 5 reason code; 0 is success
   */
  void answer(int code);

  /** Drops the connection, answering nothing more on it. */
  void cut();

  @Override
  void close();
}
