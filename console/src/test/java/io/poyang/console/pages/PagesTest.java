package io.poyang.console.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.poyang.console.RunningConsole;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PagesTest {
  private static final String ASSET = "/assets/index-B3x_k2Qa.js";
  private final RunningConsole console = RunningConsole.open();

  @AfterEach
  void stop() {
    console.close();
  }

  @Test
  void aPlaceWithinThePagesGetsTheIndexAndIsAskedForAgain() {
    for (String path : new String[] {"/", "/sites/north-works", "/index.html"}) {
      HttpResponse<String> response = console.get(path);
      assertThat(response.body()).contains("<title>Poyang</title>");
      assertThat(response.headers().firstValue("content-type"))
          .hasValue("text/html; charset=utf-8");
      assertThat(response.headers().firstValue("cache-control")).hasValue("no-cache");
    }
  }

  @Test
  void aHashedAssetMayBeKeptForever() {
    HttpResponse<String> response = console.get(ASSET);
    assertThat(response.headers().firstValue("cache-control").orElse("")).contains("immutable");
    assertThat(response.headers().firstValue("content-type").orElse("")).contains("javascript");
  }

  @Test
  void whatIsUnchangedIsNotSentAgain() {
    String etag = console.get("/").headers().firstValue("etag").orElseThrow();
    HttpResponse<String> response = console.get("/", "if-none-match", etag);
    assertThat(response.statusCode()).isEqualTo(304);
    assertThat(response.body()).isEmpty();
  }

  @Test
  void aLargeFileComesCompressedToWhomCanReadIt() throws IOException {
    String plain = console.get(ASSET).body();
    HttpResponse<byte[]> zipped =
        console.send("GET", ASSET, BodyHandlers.ofByteArray(), "accept-encoding", "gzip");
    assertThat(zipped.headers().firstValue("content-encoding")).hasValue("gzip");
    assertThat(zipped.body()).hasSizeLessThan(plain.length() / 2);
    GZIPInputStream unzipped = new GZIPInputStream(new ByteArrayInputStream(zipped.body()));
    assertThat(new String(unzipped.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(plain);
  }

  @Test
  void nothingOutsideTheFolderIsServed() {
    for (String path :
        new String[] {
          "/assets/none.js",
          "/..%2fopenapi.yaml",
          "/%2e%2e/logback-test.xml",
          "/assets/..%2f..%2flogback-test.xml"
        }) {
      assertThat(console.get(path).statusCode()).as(path).isIn(404, 400);
    }
  }

  @Test
  void withoutPagesTheServerSaysSo() {
    console.close();
    try (RunningConsole bare = RunningConsole.withPages("web-none")) {
      assertThat(bare.get("/").body()).contains("its pages were not built into it");
    }
  }
}
