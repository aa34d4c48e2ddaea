package io.poyang.plants.instrument;

import io.poyang.telemetry.Reading;
import java.util.List;
import java.util.Map;

/** Where readings of a plant can be had from outside: a server of its own, on loopback. */
public interface Outlet extends AutoCloseable {
  /** Listens when it returns; does nothing where it listens already. */
  void start();

  /** Breaks its connections and stops listening. {@link #start} brings it back on its port. */
  void stop();

  /** Whether a point can be had here. */
  boolean offers(String point);

  /** Shows readings; those of points that are not offered here are passed over. */
  void show(List<Reading> readings);

  /** Keeps connections open and answers nothing, where the outlet can do so. */
  default void freeze() {}

  default void thaw() {}

  /** The item of an agent's {@code sources} that reads this outlet. */
  Map<String, Object> source();

  /** Stops for good. */
  @Override
  void close();
}
