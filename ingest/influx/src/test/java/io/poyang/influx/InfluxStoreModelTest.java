package io.poyang.influx;

import io.poyang.telemetry.store.ReadingStore;
import io.poyang.telemetry.store.ReadingStoreModel;
import java.nio.file.Path;
import net.jqwik.api.lifecycle.BeforeContainer;

class InfluxStoreModelTest extends ReadingStoreModel {
  @BeforeContainer
  static void needsAServer() {
    LocalInflux.get();
  }

  @Override
  protected ReadingStore open(Path folder) {
    return LocalInflux.open(LocalInflux.get().database(folder));
  }
}
