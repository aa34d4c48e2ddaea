package io.poyang.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever is on call finds every figure of a server explained, and no figure that is gone. */
class OperationsPageTest {
  private static final Pattern EXPOSED = Pattern.compile("(?m)^# TYPE (poyang_\\w+) ");
  private static final Pattern EXPLAINED =
      Pattern.compile("`(poyang_(?:intake|door|console)_\\w+)[`{]");

  @TempDir private Path folder;

  private static Set<String> names(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(found -> found.group(1))
        // The highest of late is a figure of its own to Prometheus.
        .filter(name -> !name.endsWith("_max"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everyFigureOfAServerIsExplained() throws IOException, InterruptedException {
    Path file =
        Files.writeString(
            folder.resolve("server.yaml"),
            """
            data: kept
            http: {port: 0}
            door: {port: 0}
            store: {questdb: {}}
            edges: [{edge: north-1, sites: [north], password: secret}]
            """);
    String page =
        Files.readString(Path.of(System.getProperty("poyang.root"), "docs", "operations.md"));
    try (Server server = Server.start(ServerConfig.read(file), InstantSource.system());
        HttpClient client = HttpClient.newHttpClient()) {
      String figures =
          client
              .send(
                  HttpRequest.newBuilder(URI.create(server.address() + "/metrics")).build(),
                  BodyHandlers.ofString())
              .body();

      assertThat(names(EXPLAINED, page)).isEqualTo(names(EXPOSED, figures)).isNotEmpty();
      assertThat(figures)
          .contains("disk_free_bytes{", "jvm_memory_used_bytes{", "process_files_open_files");
    }
    assertThat(folder.resolve("kept").resolve("readings").resolve("db")).isDirectory();
  }
}
