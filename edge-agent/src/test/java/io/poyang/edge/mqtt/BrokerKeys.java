package io.poyang.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;

/**
 * A broker's key and certificate for {@code localhost}, made by the JDK's keytool.
 *
 * @param store both of them, in PKCS 12
 * @param certificate in PEM
 * @param key in PEM
 */
record BrokerKeys(Path store, Path certificate, Path key) {
  static final String PASSWORD = "changeit";

  static BrokerKeys make() throws Exception {
    Path folder = Files.createTempDirectory("broker-keys");
    Path store = folder.resolve("broker.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "broker",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-storetype",
                "pkcs12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    return new BrokerKeys(
        store,
        pem("CERTIFICATE", keys.getCertificate("broker").getEncoded(), folder.resolve("cert.pem")),
        pem(
            "PRIVATE KEY",
            keys.getKey("broker", PASSWORD.toCharArray()).getEncoded(),
            folder.resolve("key.pem")));
  }

  private static Path pem(String kind, byte[] content, Path to) throws IOException {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return Files.writeString(
        to, "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
  }
}
