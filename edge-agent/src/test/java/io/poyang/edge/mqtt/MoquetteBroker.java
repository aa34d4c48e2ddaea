package io.poyang.edge.mqtt;

import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.moquette.broker.Server;
import io.moquette.broker.config.IConfig;
import io.moquette.broker.config.MemoryConfig;
import io.moquette.broker.security.IAuthorizatorPolicy;
import io.moquette.broker.subscriptions.Topic;
import java.io.IOException;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Moquette in this process, for machines without a broker. Its 0.17 speaks MQTT 3.1.1 only. */
final class MoquetteBroker extends SiteBroker {
  private final Properties settings = new Properties();
  private String hidden = "\0";
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

  /** Lets nobody read this topic, nor subscribe to it. */
  MoquetteBroker hiding(String topic) {
    hidden = topic;
    return this;
  }

  @Override
  void start() throws IOException {
    Server starting = new Server();
    starting.startServer(new MemoryConfig(settings), List.of(), null, null, new HidesOne(hidden));
    server = starting;
  }

  @Override
  void stop() {
    Server stopping = server;
    server = null;
    if (stopping != null) {
      // It lets go of its port at once and then rests for two seconds, which no test waits for.
      Thread.ofPlatform().daemon().start(stopping::stopServer);
      await().until(() -> !isListening());
    }
  }

  private record HidesOne(String hidden) implements IAuthorizatorPolicy {
    @Override
    public boolean canWrite(Topic topic, String user, String client) {
      return true;
    }

    @Override
    public boolean canRead(Topic topic, String user, String client) {
      return !topic.toString().equals(hidden);
    }
  }
}
