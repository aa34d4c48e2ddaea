package io.poyang.edge.mqtt;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.moquette.broker.Server;
import io.moquette.broker.config.IConfig;
import io.moquette.broker.config.MemoryConfig;
import java.io.IOException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Moquette in this process, for machines without a broker. Its 0.17 speaks MQTT 3.1.1 only. */
final class MoquetteBroker extends SiteBroker {
  private final Properties settings = new Properties();
  private @Nullable Server server;

  MoquetteBroker() {
    // At DEBUG it writes ten lines a message.
    ((Logger) LoggerFactory.getLogger("io.moquette")).setLevel(Level.WARN);
    ((Logger) LoggerFactory.getLogger("io.netty")).setLevel(Level.WARN);
    settings.setProperty(IConfig.HOST_PROPERTY_NAME, "127.0.0.1");
    settings.setProperty(IConfig.PORT_PROPERTY_NAME, Integer.toString(port()));
    settings.setProperty(IConfig.ALLOW_ANONYMOUS_PROPERTY_NAME, "true");
    settings.setProperty(IConfig.PERSISTENCE_ENABLED_PROPERTY_NAME, "false");
    settings.setProperty(IConfig.ENABLE_TELEMETRY_NAME, "false");
  }

  MoquetteBroker with(String key, String value) {
    settings.setProperty(key, value);
    return this;
  }

  @Override
  void start() throws IOException {
    Server starting = new Server();
    starting.startServer(new MemoryConfig(settings));
    server = starting;
  }

  @Override
  void stop() {
    if (server != null) {
      server.stopServer();
      server = null;
    }
  }
}
