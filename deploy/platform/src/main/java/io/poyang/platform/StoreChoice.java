package io.poyang.platform;

import io.poyang.influx.InfluxSettings;
import io.poyang.influx.InfluxStore;
import io.poyang.questdb.QuestDbSettings;
import io.poyang.questdb.QuestDbStore;
import io.poyang.telemetry.config.Section;
import io.poyang.telemetry.store.ReadingStore;
import java.nio.file.Path;

/** Which shelf a server keeps its readings on. */
public sealed interface StoreChoice {
  record Embedded(QuestDbSettings settings) implements StoreChoice {}

  record Influx(InfluxSettings settings) implements StoreChoice {}

  /**
   * Reads {@code store: {questdb: …}} or {@code store: {influx: …}}; embedded where neither stands.
   *
   * @param data where the embedded one keeps its folder, unless it names another
   */
  static StoreChoice read(Section store, Path data) {
    Path folder = data.resolve("readings");
    if (store.has("influx") && store.has("questdb")) {
      store.fail("influx", "and questdb exclude each other: keep one of them");
    }
    return store
        .optionalSection("influx")
        .<StoreChoice>map(section -> new Influx(InfluxSettings.read(section)))
        .orElseGet(
            () ->
                new Embedded(
                    store
                        .optionalSection("questdb")
                        .map(section -> QuestDbSettings.read(section, folder))
                        .orElseGet(() -> QuestDbSettings.in(folder))));
  }

  default ReadingStore open() {
    return switch (this) {
      case Embedded embedded -> QuestDbStore.open(embedded.settings());
      case Influx influx -> InfluxStore.open(influx.settings());
    };
  }
}
