package io.poyang.console;

import io.poyang.telemetry.config.Section;

/**
 * Where the console listens and whom it serves at most.
 *
 * @param host an address of this machine; loopback unless the configuration says otherwise
 * @param port 0 for any free one
 * @param mostLiveClients live streams at once
 * @param mostDownloads long answers at once, each of which holds a thread and a cursor of the store
 */
public record ConsoleSettings(String host, int port, int mostLiveClients, int mostDownloads) {
  public static final String LOOPBACK = "127.0.0.1";
  public static final int DEFAULT_PORT = 8080;
  private static final int LIVE_CLIENTS = 200;
  private static final int DOWNLOADS = 8;

  public ConsoleSettings {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("console port was " + port + " but must be 0..65535");
    }
    if (mostLiveClients < 1 || mostDownloads < 1) {
      throw new IllegalArgumentException(
          "console limits were "
              + mostLiveClients
              + " live clients and "
              + mostDownloads
              + " downloads but must be at least 1");
    }
  }

  public static ConsoleSettings on(String host, int port) {
    return new ConsoleSettings(host, port, LIVE_CLIENTS, DOWNLOADS);
  }

  /** Reads {@code host}, {@code port}, {@code live-clients} and {@code downloads}. */
  public static ConsoleSettings read(Section section) {
    return new ConsoleSettings(
        section.text("host", LOOPBACK),
        section.number("port", DEFAULT_PORT, 0, 65_535),
        section.number("live-clients", LIVE_CLIENTS, 1, 100_000),
        section.number("downloads", DOWNLOADS, 1, 1_000));
  }
}
