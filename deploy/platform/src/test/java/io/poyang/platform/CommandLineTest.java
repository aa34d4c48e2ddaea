package io.poyang.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.poyang.plants.Plant;
import io.poyang.plants.Plants;
import io.poyang.plants.Ports;
import io.poyang.telemetry.config.Config;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What a person gets who starts something wrong: one message that names the thing and the mend. */
class CommandLineTest {
  @TempDir private Path folder;

  private record Outcome(int exit, String out, String err) {}

  private static Outcome run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command =
        Poyang.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int exit = command.execute(arguments);
    return new Outcome(exit, out.toString(), err.toString());
  }

  private Path server(String yaml) throws IOException {
    return Files.writeString(folder.resolve("server.yaml"), yaml);
  }

  private static String edges() {
    return "edges: [{edge: north-1, sites: [north], password: secret}]\n";
  }

  @Test
  void helpListsEveryCommand() {
    Outcome outcome = run("help");

    assertThat(outcome.exit).isZero();
    assertThat(outcome.out)
        .contains(
            "demo",
            "serve",
            "edge",
            "check",
            "trust",
            "quarantine",
            "replay",
            "bench",
            "chaos",
            "test");
  }

  @Test
  void anUnknownCommandIsWrongUsage() {
    Outcome outcome = run("observe");

    assertThat(outcome.exit).isEqualTo(2);
    assertThat(outcome.err).contains("observe");
  }

  @Test
  void checkNamesEveryFailureAtOnce() throws IOException {
    Path file =
        server(
            """
            dta: data
            door: {port: 123456}
            http: {hots: 0.0.0.0}
            edges:
              - {edge: North 1, sites: [north], password: x}
            """);

    Outcome outcome = run("check", "--config", file.toString());

    assertThat(outcome.exit).isEqualTo(1);
    assertThat(outcome.err)
        .contains("data is missing")
        .contains("dta is not a known key")
        .contains("door.port was 123456")
        .contains("http.hots is not a known key")
        .contains("edges[0].edge was 'North 1'")
        .doesNotContain("Exception");
  }

  @Test
  void checkOpensNoSocketAndMakesNoFolder() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Path file =
          server("data: kept\ndoor: {port: %d}\n".formatted(taken.getLocalPort()) + edges());

      Outcome outcome = run("check", "--config", file.toString());

      assertThat(outcome.err).isEmpty();
      assertThat(outcome.exit).isZero();
      assertThat(folder.resolve("kept")).doesNotExist();
    }
  }

  @Test
  void anAgentsFileIsNotTakenForAServers() throws IOException {
    Path file = server("edge: north-1\nuplink: {server: 'mqtt://127.0.0.1'}\n");

    assertThat(run("serve", "--config", file.toString()).err)
        .contains("this is an agent's configuration: start it with ./poyang edge")
        .doesNotContain("known key");
  }

  @Test
  void checkKnowsAServersFileByItsEdges() throws IOException {
    Path file = server("data: kept\nfolder: x\n" + edges());

    assertThat(run("edge", "--config", file.toString()).err)
        .contains("this is a server's configuration: start it with ./poyang serve");
    assertThat(run("check", "--config", file.toString()).err)
        .contains("folder is not a known key")
        .doesNotContain("edge,");
  }

  @Test
  void aMissingFileIsNamed() {
    Outcome outcome = run("serve", "--config", folder.resolve("absent.yaml").toString());

    assertThat(outcome.exit).isEqualTo(1);
    assertThat(outcome.err).contains("absent.yaml", "no such file");
  }

  @Test
  void aBusyPortIsNamedWithTheMend() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());
      Path file = server("data: kept\ndoor: {port: 0}\nhttp: {port: " + port + "}\n" + edges());

      Outcome outcome = run("serve", "--config", file.toString());

      assertThat(outcome.exit).isEqualTo(1);
      assertThat(outcome.err).contains(port).doesNotContain("unexpected").doesNotContain("\tat ");
    }
  }

  @Test
  void whatCannotStartLeavesNoPlantRunning() throws IOException {
    InstantSource clock = InstantSource.system();
    Plant plant = Plants.sewage(new Plants.Making(1, folder.resolve("plants"), clock, Ports.ANY));
    plant.start();
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();

      assertThatThrownBy(() -> AllInOne.start(folder, port, List.of(plant), clock, step -> {}))
          .hasMessageContaining(String.valueOf(port))
          .hasMessageContaining("in use");
    }
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith("plant-"));
  }

  @Test
  void aDataFolderThatIsAFileIsNamedWithTheMend() throws IOException {
    Files.writeString(folder.resolve("kept"), "not a folder");
    Path file = server("data: kept\ndoor: {port: 0}\nhttp: {port: 0}\n" + edges());

    Outcome outcome = run("serve", "--config", file.toString());

    assertThat(outcome.exit).isEqualTo(1);
    assertThat(outcome.err)
        .contains("kept", "is a file", "choose another folder")
        .doesNotContain("\tat ");
  }

  @Test
  void aStoreInUseIsNamedWithTheMend() throws IOException {
    Path file = server("data: kept\ndoor: {port: 0}\nhttp: {port: 0}\n" + edges());
    try (Server first = Server.start(ServerConfig.read(file), InstantSource.system())) {
      assertThat(first.doorPort()).isPositive();

      Outcome outcome = run("serve", "--config", file.toString());

      assertThat(outcome.exit).isEqualTo(1);
      assertThat(outcome.err).contains("kept", "in use").doesNotContain("\tat ");
    }
  }

  @Test
  void theSampleOfTheServerIsGood() {
    Path sample = Path.of(System.getProperty("poyang.root"), "deploy", "samples", "server.yaml");

    assertThat(parsed(sample, read(sample)).edges()).hasSize(1);
  }

  /** Whoever takes a '#' away must not be told that the key does not exist. */
  @Test
  void whatTheSampleShowsBehindASignIsGoodToo() throws IOException {
    String text =
        read(Path.of(System.getProperty("poyang.root"), "deploy", "samples", "server.yaml"));
    Path sample = folder.resolve("server.yaml");
    Files.writeString(folder.resolve("door.crt"), "a certificate");
    Files.writeString(folder.resolve("door.key"), "its key");
    String shown = text.replaceAll("(?m)^( *)# ( *[a-z-]+:.*)$", "$1$2");
    String embedded = shown.substring(0, shown.indexOf("# Or,"));
    String influx = shown.substring(shown.indexOf("# Or,"));
    String edges = influx.substring(influx.indexOf("edges:"));

    assertThat(parsed(sample, embedded + edges).store()).isEqualTo(parsed(sample, text).store());
    assertThat(parsed(sample, embedded + edges).intake()).isEqualTo(parsed(sample, text).intake());
    assertThat(parsed(sample, embedded + edges).door().tls()).isPresent();
    assertThat(parsed(sample, "data: kept\n" + influx).store())
        .isInstanceOf(StoreChoice.Influx.class);
  }

  private static ServerConfig parsed(Path file, String yaml) {
    return Config.parse(file, yaml, name -> "secret", ServerConfig::read);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
