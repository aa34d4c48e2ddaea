package io.poyang.console.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.poyang.console.Plant;
import io.poyang.console.RunningConsole;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.SiteId;
import io.vertx.core.json.JsonArray;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LiveTableTest {
  private static final long NOW = RunningConsole.NOW.toEpochMilli();
  private final LiveTable table = new LiveTable(1_000);

  private static String rows(LiveTable table, SiteId site, long after) {
    StringBuilder out = new StringBuilder();
    int next = 0;
    while (next >= 0) {
      next = table.write(site, after, next, 7, out);
    }
    return out.toString();
  }

  @Test
  void anOlderReadingNeverReplacesTheNewest() {
    table.apply(Plant.batch(Plant.reading(Plant.COD, RunningConsole.NOW, 2)));
    table.apply(Plant.batch(Plant.reading(Plant.COD, RunningConsole.NOW.minusMillis(1), 1)));
    assertThat(rows(table, Plant.SITE, 0))
        .isEqualTo("[\"north-works/effluent.cod\"," + NOW + ",2,0,null]");
  }

  /** As the store has it: the later value of one millisecond wins. */
  @Test
  void aSecondValueOfTheSameMillisecondReplacesTheFirst() {
    table.apply(
        Plant.batch(
            Plant.reading(Plant.COD, RunningConsole.NOW, 1),
            Plant.reading(Plant.COD, RunningConsole.NOW, 2)));
    assertThat(rows(table, Plant.SITE, 0)).contains(",2,");
  }

  @Test
  void onlyWhatChangedSinceIsTold() {
    table.apply(Plant.batch(Plant.reading(Plant.COD, RunningConsole.NOW, 1)));
    long seen = table.seal();
    assertThat(rows(table, Plant.SITE, seen)).isEmpty();
    table.apply(Plant.batch(Plant.reading(Plant.PH, RunningConsole.NOW, 7.1)));
    assertThat(rows(table, Plant.SITE, seen)).startsWith("[\"north-works/effluent.ph\"");
  }

  /** A batch that is sent again changes nothing, so it is no change either. */
  @Test
  void aRepeatIsNoChange() {
    table.apply(Plant.batch(Plant.reading(Plant.COD, RunningConsole.NOW, 1)));
    long seen = table.seal();
    table.apply(Plant.batch(Plant.reading(Plant.COD, RunningConsole.NOW, 1)));
    assertThat(rows(table, Plant.SITE, seen)).isEmpty();
  }

  @Test
  void aRowIsJsonWhateverItsQualityAndFlag() {
    List<Reading> odd =
        List.of(
            new Reading(Plant.COD, RunningConsole.NOW, Double.NaN, new Quality(0x80340000, '"')),
            new Reading(Plant.PH, RunningConsole.NOW, -1.5e300, new Quality(0x40000000, '\\')));
    table.apply(odd);
    JsonArray rows = new JsonArray("[" + rows(table, Plant.SITE, 0) + "]");
    assertThat(rows.getJsonArray(0).getList().subList(2, 5))
        .isEqualTo(java.util.Arrays.asList(null, 0x80340000L, "\""));
    assertThat(rows.getJsonArray(1).getDouble(2)).isEqualTo(-1.5e300);
    assertThat(rows.getJsonArray(1).getString(4)).isEqualTo("\\");
  }

  /** A sender of endless new names makes it full, not larger. */
  @Test
  void aFullTableIgnoresNewSignals() {
    for (int i = 0; i < 1_500; i++) {
      SignalId id = new SignalId(Plant.SITE, "p" + i);
      table.apply(Plant.batch(Plant.reading(id, RunningConsole.NOW, i)));
    }
    assertThat(table.size()).isEqualTo(1_000);
    assertThat(table.ignored()).isEqualTo(500);
  }

  @Property(tries = 100)
  void itHoldsWhatAMapOfNewestReadingsHolds(
      @ForAll @Size(max = 300) List<@IntRange(max = 9_999) Integer> choices) {
    LiveTable tried = new LiveTable(1_000);
    Map<String, Long> newest = new HashMap<>();
    for (int choice : choices) {
      SignalId id = new SignalId(Plant.SITE, "p" + choice / 100);
      long at = NOW + choice % 100;
      tried.apply(Plant.batch(Plant.reading(id, java.time.Instant.ofEpochMilli(at), at)));
      newest.merge(id.toString(), at, Math::max);
    }
    JsonArray rows = new JsonArray("[" + rows(tried, Plant.SITE, 0) + "]");
    Map<String, Long> held = new HashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      held.put(rows.getJsonArray(i).getString(0), rows.getJsonArray(i).getLong(1));
    }
    assertThat(held).isEqualTo(newest);
  }
}
