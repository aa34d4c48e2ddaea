package io.poyang.edge.uplink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.config.Secret;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MqttUplinkTest extends UplinkContract {
  private static final EdgeId EDGE = new EdgeId("north-works-agent");

  @Override
  protected FarIngest far() throws Exception {
    return new MqttIngest("secret", null);
  }

  @Override
  protected Uplink open(FarIngest far) {
    return uplink("mqtt", (MqttIngest) far, "secret", Optional.empty());
  }

  private static MqttUplink uplink(
      String scheme, MqttIngest far, String password, Optional<Path> ca) {
    return new MqttUplink(
        EDGE,
        new UplinkConfig(
            URI.create(scheme + "://127.0.0.1:" + far.port()),
            new Secret(password),
            1000,
            64,
            false,
            ca),
        InstantSource.system());
  }

  @Test
  void wrongPasswordSaysWhatToLookAt() throws Exception {
    try (MqttIngest far = new MqttIngest("secret", null);
        MqttUplink uplink = uplink("mqtt", far, "wrong", Optional.empty())) {
      uplink.start(new Deaf());
      await().until(() -> !uplink.state().detail().equals("not started"));
      assertThat(uplink.state().detail())
          .contains("refuses edge north-works-agent")
          .contains("uplink.password");
    }
  }

  @Test
  void missingServerSaysWhatToLookAt() throws Exception {
    MqttIngest far = new MqttIngest("secret", null);
    far.close();
    try (MqttUplink uplink = uplink("mqtt", far, "secret", Optional.empty())) {
      uplink.start(new Deaf());
      await().until(() -> !uplink.state().detail().equals("not started"));
      assertThat(uplink.state().detail()).contains("does not answer").contains("uplink.server");
    }
  }

  @Test
  void serverThatAcceptsButNeverAnswersDoesNotHoldUpTheClose() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      MqttUplink uplink =
          new MqttUplink(
              EDGE,
              new UplinkConfig(
                  URI.create("mqtt://127.0.0.1:" + silent.getLocalPort()),
                  new Secret("secret"),
                  1000,
                  64,
                  false,
                  Optional.empty()),
              InstantSource.system());
      uplink.start(new Deaf());
      try (Socket accepted = silent.accept()) {
        accepted.setSoTimeout(5_000);
        assertThat(accepted.getInputStream().read()).isNotNegative();
        uplink.close();
        // The socket is given up at once: its late answer must not open a second session.
        assertThat(accepted.getInputStream().readAllBytes()).isNotEmpty();
      }
    }
  }

  @Test
  void encryptedUplinkTrustsOnlyTheGivenAuthority(@TempDir Path folder) throws Exception {
    Path certificate = certificate(folder, "known");
    Path other = certificate(folder, "other");
    try (MqttIngest far = new MqttIngest("secret", folder.resolve("known.p12"));
        MqttUplink trusting = uplink("mqtts", far, "secret", Optional.of(certificate));
        MqttUplink refusing = uplink("mqtts", far, "secret", Optional.of(other))) {
      far.answerAtOnce();
      trusting.start(new Deaf());
      refusing.start(new Deaf());
      await().until(() -> trusting.state() instanceof UplinkState.Connected);
      trusting.send(Lane.LIVE, new byte[] {1}).toCompletableFuture().join();
      await().until(() -> !refusing.state().detail().equals("not started"));
      assertThat(refusing.state()).isInstanceOf(UplinkState.Disconnected.class);
    }
  }

  /** Makes a key for 127.0.0.1 and returns its certificate. */
  private static Path certificate(Path folder, String name) throws Exception {
    Path pem = folder.resolve(name + ".pem");
    String store = folder.resolve(name + ".p12").toString();
    keytool(
        "-genkeypair -alias server -keyalg EC -dname CN=localhost -ext san=ip:127.0.0.1"
            + " -validity 2 -storetype PKCS12 -storepass secret -keystore "
            + store);
    keytool(
        "-exportcert -rfc -alias server -storepass secret -keystore %s -file %s"
            .formatted(store, pem));
    return pem;
  }

  private static void keytool(String arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments.split(" ")));
    assertThat(
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor())
        .isZero();
  }

  private static final class Deaf implements Uplink.Listener {
    @Override
    public void connected(int window) {}

    @Override
    public void disconnected() {}
  }
}
