package io.poyang.console.readings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.poyang.console.RunningConsole;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DownloadTest {
  private static final int MILLION = 1_000_000;
  private final EndlessStore store = new EndlessStore();
  private final RunningConsole console = RunningConsole.open(store);

  @AfterEach
  void stop() {
    console.close();
  }

  private static String csv(long seconds) {
    return "/api/readings?signal=north-works/effluent.cod&format=csv&from=0&to=" + seconds * 1_000;
  }

  @Test
  void aMillionRowsArriveWhole() throws IOException {
    HttpResponse<InputStream> response =
        console.send("GET", csv(MILLION), BodyHandlers.ofInputStream());
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.US_ASCII))) {
      assertThat(lines.readLine()).isEqualTo("signal,at,value,status,quality,flag");
      long rows = 0;
      String last = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        rows++;
        last = line;
      }
      assertThat(rows).isEqualTo(MILLION);
      assertThat(last)
          .isEqualTo("north-works/effluent.cod,1970-01-12T13:46:39.000Z,124.875,0x00000000,good,");
    }
  }

  /** Sends a request and reads nothing. */
  private Socket lazyReader(String call) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4_096);
    socket.connect(new java.net.InetSocketAddress("127.0.0.1", console.console.actualPort()));
    String request = "GET " + call + " HTTP/1.1\r\nHost: poyang\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  /** What the operating system buffers for a connection is a few megabytes; the rest waits here. */
  @Test
  void aReaderThatDoesNotReadHoldsTheStoreBack() throws Exception {
    try (Socket reader = lazyReader(csv(50 * MILLION))) {
      assertThat(reader.isConnected()).isTrue();
      long before = -1;
      long now = 0;
      while (now == 0 || now != before) {
        before = now;
        Thread.sleep(500);
        now = store.handedOut.get();
      }
      assertThat(now).isBetween(1L, (long) MILLION / 4);
    }
  }

  @Test
  void aReaderThatGoesAwayStopsTheStore() throws IOException {
    try (Socket reader = lazyReader(csv(50 * MILLION))) {
      assertThat(reader.getInputStream().read()).isEqualTo('H');
    }
    await().atMost(Duration.ofSeconds(10)).until(() -> store.stopped);
    assertThat(store.handedOut.get()).isLessThan(50 * MILLION);
  }

  /** A month of every second takes a while: whoever has dragged the chart on waits no more. */
  @Test
  void aTrendThatNobodyWaitsForStopsTheStore() throws IOException {
    String trend = csv(5_000L * MILLION).replace("format=csv", "points=1000");
    try (Socket reader = lazyReader(trend)) {
      await().until(() -> store.handedOut.get() > 0);
      assertThat(reader.isConnected()).isTrue();
    }
    await().atMost(Duration.ofSeconds(10)).until(() -> store.stopped);
  }

  /** Else a store that does not answer would look like a server that is dead. */
  @Test
  void healthIsToldWhileEveryQuestionWaitsForTheStore() throws IOException {
    String trend = csv(5_000L * MILLION).replace("format=csv", "points=1000");
    try (Socket first = lazyReader(trend);
        Socket second = lazyReader(trend);
        Socket third = lazyReader(trend);
        Socket fourth = lazyReader(trend)) {
      await().until(() -> store.readers.get() == 4);
      assertThat(console.get("/health/ready").statusCode()).isEqualTo(200);
      assertThat(console.get("/metrics").statusCode()).isEqualTo(200);
      assertThat(store.readers).hasValue(4);
      for (Socket socket : List.of(first, second, third, fourth)) {
        assertThat(socket.isClosed()).isFalse();
      }
    }
  }

  /** An embedded store that is closed under a reader takes the process with it. */
  @Test
  void nobodyReadsTheStoreOnceTheConsoleIsClosed() throws IOException {
    String trend = csv(5_000L * MILLION).replace("format=csv", "points=1000");
    try (Socket slow = lazyReader(csv(50 * MILLION));
        Socket waiting = lazyReader(trend)) {
      await().until(() -> store.readers.get() == 2);
      assertThat(slow.isConnected() && waiting.isConnected()).isTrue();
      console.console.close();
      assertThat(store.readers).hasValue(0);
    }
  }

  /** The status line is out by then: only a broken connection can say that rows are missing. */
  @Test
  void aStoreThatFailsHalfWayBreaksTheDownloadOff() {
    store.failsAfter = 100_000;
    assertThatThrownBy(() -> console.get(csv(MILLION))).isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void aStoreThatFailsBeforeTheFirstByteIsAProblem() {
    store.failsAfter = 0;
    HttpResponse<String> response = console.get(csv(MILLION));
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.body()).contains("the disk is away");
    assertThat(response.headers().firstValue("retry-after")).isPresent();
    assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
  }

  @Test
  void moreDownloadsThanAllowedAreToldToComeAgain() throws IOException {
    List<Socket> readers = new ArrayList<>();
    try {
      readers.add(lazyReader(csv(50 * MILLION)));
      readers.add(lazyReader(csv(50 * MILLION)));
      await().until(() -> store.handedOut.get() > 10_000);
      await()
          .untilAsserted(
              () -> {
                HttpResponse<String> third = console.get(csv(1));
                assertThat(third.statusCode()).isEqualTo(503);
                assertThat(third.body()).contains("2 long answers are being made already");
              });
      // Pages do not wait for downloads.
      assertThat(console.get(csv(10).replace("format=csv", "points=100")).statusCode())
          .isEqualTo(200);
    } finally {
      for (Socket reader : readers) {
        reader.close();
      }
    }
  }

  @Test
  void tooManyReadingsForJsonAreRefusedWithTheMend() {
    String raw = csv(MILLION + 1).replace("&format=csv", "");
    HttpResponse<String> response = console.get(raw);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body())
        .contains("more than 1000000 readings")
        .contains("give parameter points, or ask for text/csv");
  }
}
