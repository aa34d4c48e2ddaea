package io.poyang.questdb;

import io.poyang.telemetry.store.ReadingStore;
import io.poyang.telemetry.store.ReadingStoreModel;
import java.nio.file.Path;
import java.time.Duration;

class QuestDbStoreModelTest extends ReadingStoreModel {
  @Override
  protected ReadingStore open(Path folder) {
    return QuestDbStore.open(new QuestDbSettings(folder, Duration.ofSeconds(10)));
  }
}
