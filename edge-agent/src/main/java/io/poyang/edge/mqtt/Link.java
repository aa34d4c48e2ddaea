package io.poyang.edge.mqtt;

import java.util.List;

/**
 * One connection to a broker, used once: whoever wants to come back makes a new one, so that no
 * acknowledgement of an old connection can reach a new one.
 *
 * <p>Keeps the session (clean start false) and acknowledges nothing by itself.
 */
interface Link extends AutoCloseable {
  int TIMEOUT_SECONDS = 10;

  /** A frozen broker is noticed after about twice this. */
  int KEEP_ALIVE_SECONDS = 15;

  /** How long {@link #close} waits for the farewell to be sent. */
  int LEAVE_MILLIS = 500;

  /** What the broker may have under way to us at once, where it can be told (MQTT 5). */
  int MOST_UNACKNOWLEDGED = 500;

  /** Called on the link's own threads. */
  interface Listener {
    /** The broker has answered, and says whether it still has the session. */
    void greeted(boolean sessionPresent);

    /** May block: the broker then waits. */
    void arrived(Message message);

    void lost(String reason);
  }

  /**
   * Connects and subscribes.
   *
   * @return the filters that the broker refuses to this client
   */
  List<String> open(Listener listener) throws LinkException;

  /** Does nothing where the connection is gone: the broker delivers again then. */
  void acknowledge(int id);

  /** Ends whatever goes on, {@link #open} included, at once. Any thread. */
  void cut();

  /** Takes leave of the broker, which takes half a second at most, and cuts. */
  @Override
  void close();
}
