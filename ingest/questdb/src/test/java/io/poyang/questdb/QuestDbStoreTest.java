package io.poyang.questdb;

import io.poyang.telemetry.store.ReadingStore;
import io.poyang.telemetry.store.ReadingStoreContract;
import java.nio.file.Path;
import java.time.Duration;

class QuestDbStoreTest extends ReadingStoreContract {
  @Override
  protected ReadingStore open(Path folder) {
    return QuestDbStore.open(new QuestDbSettings(folder, Duration.ofSeconds(10)));
  }
}
