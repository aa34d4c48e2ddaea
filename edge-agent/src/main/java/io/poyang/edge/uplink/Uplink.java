package io.poyang.edge.uplink;

import java.util.concurrent.CompletionStage;

/**
 * The way to ingest.
 *
 * <p>Promises, each held by {@code UplinkContract}:
 *
 * <ul>
 *   <li>{@link #start} returns at once; the uplink connects and, after any loss, connects again by
 *       itself.
 *   <li>A stage completes when ingest has acknowledged, which it does once the payload is safe
 *       there. It fails with an {@link UplinkException} in every other case; it never stays open
 *       when its connection is lost. Nothing is resent by the uplink itself.
 *   <li>{@link Listener#disconnected} comes after everything still open on that connection has
 *       failed.
 *   <li>Any thread may call; no call blocks but {@link #close}, after which nothing is called back.
 * </ul>
 */
public interface Uplink extends AutoCloseable {
  void start(Listener listener);

  CompletionStage<Void> send(Lane lane, byte[] payload);

  /** Sends what the edge says of its site and signals. */
  CompletionStage<Void> announce(byte[] announcement);

  /** Sends what the edge says of itself; lost when there is no connection. */
  void report(byte[] status);

  UplinkState state();

  @Override
  void close();

  /** Hears of connections. Called on the uplink's own thread, which must not be held up. */
  interface Listener {
    /**
     * @param window how many batches may be unacknowledged at a time
     */
    void connected(int window);

    void disconnected();
  }
}
