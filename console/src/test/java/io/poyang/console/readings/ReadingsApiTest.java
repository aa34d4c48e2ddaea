package io.poyang.console.readings;

import static org.assertj.core.api.Assertions.assertThat;

import io.poyang.console.Plant;
import io.poyang.console.RunningConsole;
import io.poyang.console.trend.Trend;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.Reading;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadingsApiTest {
  private static final Instant START = Instant.parse("2026-03-01T06:00:00Z");
  private static final String PERIOD = "&from=2026-03-01T06:00:00Z&to=2026-03-01T07:00:00Z";
  private final RunningConsole console = RunningConsole.open();

  @AfterEach
  void stop() {
    console.close();
  }

  private static String call(String more) {
    return "/api/readings?signal=north-works/effluent.cod" + PERIOD + more;
  }

  @Test
  void allReadingsComeWithQualityAndGaps() {
    console.commit(
        Plant.reading(Plant.COD, START, 31.5),
        new Reading(Plant.COD, START.plusSeconds(5), Double.NaN, Quality.BAD),
        new Reading(Plant.COD, START.plusSeconds(10), 32, Quality.UNCERTAIN),
        // 10 s may be silent, so after 15 s nothing is known.
        Plant.reading(Plant.COD, START.plusSeconds(60), 33));
    JsonObject series = console.json(call("")).getJsonArray("series").getJsonObject(0);
    long start = START.toEpochMilli();
    assertThat(series.getBoolean("downsampled")).isFalse();
    assertThat(series.getInteger("readings")).isEqualTo(4);
    assertThat(series.getJsonArray("at"))
        .isEqualTo(
            new JsonArray()
                .add(start)
                .add(start + 5_000)
                .add(start + 10_000)
                .add(start + 25_000)
                .add(start + 60_000));
    assertThat(series.getJsonArray("value")).isEqualTo(new JsonArray("[31.5,null,32,null,33]"));
    assertThat(series.getJsonArray("quality")).isEqualTo(new JsonArray("[0,2,1,0,0]"));
  }

  @Test
  void aLongSeriesIsThinnedToWhatAScreenShows() {
    Reading[] readings = new Reading[3_600];
    for (int i = 0; i < readings.length; i++) {
      readings[i] = Plant.reading(Plant.COD, START.plusSeconds(i), i == 1_234 ? 480 : i % 7);
    }
    console.commit(readings);
    JsonObject series = console.json(call("&points=200")).getJsonArray("series").getJsonObject(0);
    assertThat(series.getBoolean("downsampled")).isTrue();
    assertThat(series.getInteger("readings")).isEqualTo(3_600);
    assertThat(series.getJsonArray("at").size()).isBetween(100, 200);
    assertThat(series.getJsonArray("value").getList()).contains(480);
    assertThat(series.getLong("bucketMillis")).isGreaterThan(1_000);
  }

  @Test
  void severalSignalsComeInTheOrderAskedForAndTimesMayBeMilliseconds() {
    long from = START.toEpochMilli();
    JsonObject body =
        console.json(
            "/api/readings?signal=north-works/effluent.ph&signal=north-works/effluent.cod&from="
                + from
                + "&to="
                + (from + 1)
                + "&points="
                + Trend.MOST_POINTS);
    assertThat(body.getLong("from")).isEqualTo(from);
    JsonArray series = body.getJsonArray("series");
    assertThat(series.getJsonObject(0).getString("signal")).isEqualTo("north-works/effluent.ph");
    assertThat(series.getJsonObject(1).getString("signal")).isEqualTo("north-works/effluent.cod");
    assertThat(series.getJsonObject(1).getJsonArray("at")).isEmpty();
  }

  /** Chinese clocks are eight hours ahead, and nobody escapes the plus. */
  @Test
  void aTimeMayHaveAnOffset() {
    for (String plus : new String[] {"+", "%2B"}) {
      JsonObject body =
          console.json(
              "/api/readings?signal=north-works/effluent.cod&from=2026-03-01T14:00:00"
                  + plus
                  + "08:00&to=2026-03-01T15:00:00"
                  + plus
                  + "08:00");
      assertThat(body.getLong("from")).isEqualTo(START.toEpochMilli());
    }
  }

  @Test
  void csvIsChosenByAcceptOrByFormat() {
    console.commit(
        Plant.reading(Plant.COD, START, 31.5),
        new Reading(Plant.COD, START.plusMillis(1), Double.NaN, new Quality(0x80340000, '-')),
        new Reading(Plant.COD, START.plusMillis(2), -3, new Quality(0x40000000, ',')));
    String expected =
        """
        signal,at,value,status,quality,flag\r
        north-works/effluent.cod,2026-03-01T06:00:00.000Z,31.5,0x00000000,good,\r
        north-works/effluent.cod,2026-03-01T06:00:00.001Z,,0x80340000,bad,'-\r
        north-works/effluent.cod,2026-03-01T06:00:00.002Z,-3,0x40000000,uncertain,","\r
        """;
    HttpResponse<String> accepted = console.get(call(""), "accept", "text/csv");
    assertThat(accepted.body()).isEqualTo(expected);
    assertThat(accepted.headers().firstValue("content-disposition").orElse(""))
        .contains("readings.csv");
    // A link in a page: the browser accepts text/html, the format says what is meant.
    assertThat(console.get(call("&format=csv"), "accept", "text/html").body()).isEqualTo(expected);
  }

  @Test
  void csvOfThinnedReadingsIsRefused() {
    HttpResponse<String> response = console.get(call("&format=csv&points=100"));
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("parameter points was 100 but CSV gives all readings");
  }
}
