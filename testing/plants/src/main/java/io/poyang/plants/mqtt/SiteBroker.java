package io.poyang.plants.mqtt;

import io.moquette.BrokerConstants;
import io.moquette.broker.Server;
import io.moquette.broker.config.FluentConfig;
import io.moquette.broker.config.IConfig;
import io.moquette.broker.config.MemoryConfig;
import io.moquette.broker.security.PermitAllAuthorizatorPolicy;
import io.poyang.plants.folder.PlantException;
import io.poyang.plants.folder.PlantFolder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * A site's own broker: Moquette on loopback, MQTT 3.1.1, user and password. It keeps its sessions
 * in a folder, so that an agent that was away finds what it missed, also after a restart.
 */
final class SiteBroker {
  static final String HOST = "127.0.0.1";

  /** Whatever user comes with the site's password may in; agents and sensors have names. */
  private final Properties settings = new Properties();

  private final PlantFolder folder;
  private final StoredSessions sessions;
  private final int port;
  private final byte[] password;
  private @Nullable Server server;

  SiteBroker(int port, String password, PlantFolder folder) {
    this.folder = folder;
    Path kept = folder.inner("broker");
    sessions = new StoredSessions(folder, kept, Clock.systemUTC());
    this.port = port;
    this.password = password.getBytes(StandardCharsets.UTF_8);
    settings.setProperty(IConfig.HOST_PROPERTY_NAME, HOST);
    settings.setProperty(IConfig.PORT_PROPERTY_NAME, Integer.toString(port));
    settings.setProperty(IConfig.ALLOW_ANONYMOUS_PROPERTY_NAME, "false");
    settings.setProperty(IConfig.PERSISTENCE_ENABLED_PROPERTY_NAME, "true");
    settings.setProperty(IConfig.DATA_PATH_PROPERTY_NAME, kept.toString());
    // A crash loses what came in the last second; by default it would be half a minute.
    settings.setProperty(BrokerConstants.AUTOSAVE_INTERVAL_PROPERTY_NAME, "1");
    settings.setProperty(
        IConfig.PERSISTENT_QUEUE_TYPE_PROPERTY_NAME,
        FluentConfig.PersistentQueueType.H2.name().toLowerCase(java.util.Locale.ROOT));
    // Without delay; by default the broker waits for its write buffer to fill.
    settings.setProperty(IConfig.BUFFER_FLUSH_MS_PROPERTY_NAME, "0");
    // The broker would tell its makers about every start.
    settings.setProperty(IConfig.ENABLE_TELEMETRY_NAME, "false");
  }

  int port() {
    return port;
  }

  void start() {
    if (server != null) {
      return;
    }
    requireFreePort();
    sessions.mend();
    Server starting = new Server();
    try {
      starting.startServer(
          new MemoryConfig(settings),
          List.of(),
          null,
          (client, user, given) -> java.util.Arrays.equals(password, given),
          new PermitAllAuthorizatorPolicy());
    } catch (IOException | RuntimeException e) {
      starting.stopServer();
      throw new PlantException(
          "plant "
              + folder.plant()
              + ": its broker on port "
              + port
              + " does not start: "
              + e.getMessage(),
          e);
    }
    server = starting;
  }

  /** Asked beforehand, because the broker would fill the log with its failure. */
  private void requireFreePort() {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(HOST, port));
    } catch (IOException e) {
      throw new PlantException(
          "plant " + folder.plant() + ": port " + port + " is in use: free it or choose another",
          e);
    }
  }

  void stop() {
    if (server != null) {
      server.stopServer();
      server = null;
    }
  }
}
