package io.poyang.influx;

import io.poyang.telemetry.store.ReadingStore;
import io.poyang.telemetry.store.ReadingStoreModel;
import java.nio.file.Path;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.LifecycleContext;
import net.jqwik.api.lifecycle.SkipExecutionHook;

@AddLifecycleHook(InfluxStoreModelTest.WithoutServer.class)
class InfluxStoreModelTest extends ReadingStoreModel {
  static final class WithoutServer implements SkipExecutionHook {
    @Override
    public SkipResult shouldBeSkipped(LifecycleContext context) {
      return LocalInflux.isInstalled()
          ? SkipResult.doNotSkip()
          : SkipResult.skip("skipped: no influxd here (Debian package influxdb)");
    }
  }

  @Override
  protected ReadingStore open(Path folder) {
    return LocalInflux.open(LocalInflux.get().database(folder));
  }
}
