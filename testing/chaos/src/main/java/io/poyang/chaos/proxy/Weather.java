package io.poyang.chaos.proxy;

import java.time.Duration;

/**
 * What a connection meets on its way.
 *
 * @param upHeld nothing arrives of what the client sends
 * @param downHeld nothing arrives of what the server sends
 * @param bytesPerSecond in each direction
 * @param latency on top, for each piece
 */
public record Weather(boolean upHeld, boolean downHeld, int bytesPerSecond, Duration latency) {
  private static final int UNLIMITED = Integer.MAX_VALUE;
  public static final Weather FAIR = new Weather(false, false, UNLIMITED, Duration.ZERO);

  /** Connections stay up, but what is sent does not arrive for the time being. */
  public static Weather held(boolean up, boolean down) {
    return new Weather(up, down, UNLIMITED, Duration.ZERO);
  }

  public static Weather slow(int bytesPerSecond, Duration latency) {
    return new Weather(false, false, bytesPerSecond, latency);
  }

  boolean isSlow() {
    return bytesPerSecond != UNLIMITED;
  }
}
