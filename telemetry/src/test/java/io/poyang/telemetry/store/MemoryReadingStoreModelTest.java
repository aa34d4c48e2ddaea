package io.poyang.telemetry.store;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

class MemoryReadingStoreModelTest extends ReadingStoreModel {
  private final Map<Path, ReadingStore> stores = new ConcurrentHashMap<>();

  @Override
  protected ReadingStore open(Path folder) {
    return stores.computeIfAbsent(folder, unused -> new MemoryReadingStore());
  }
}
