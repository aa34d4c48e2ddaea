package io.poyang.influx;

import io.poyang.telemetry.store.ReadingStore;
import io.poyang.telemetry.store.ReadingStoreContract;
import java.nio.file.Path;

class InfluxStoreTest extends ReadingStoreContract {
  @Override
  protected ReadingStore open(Path folder) {
    return LocalInflux.open(LocalInflux.get().database(folder));
  }
}
