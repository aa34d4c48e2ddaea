package io.poyang.plants.replay;

import io.poyang.telemetry.Site;
import java.nio.file.Path;
import java.util.List;

/**
 * How a file is played.
 *
 * @param header whether the first line names the columns
 * @param speed how much faster than the rows' own times; 1 is as it was
 * @param columns which columns are played; empty for every column that can be
 */
public record Replay(
    Path file, Site site, boolean header, RowTime time, double speed, List<ReplayColumn> columns) {
  public Replay {
    if (!(speed > 0) || Double.isInfinite(speed)) {
      throw new IllegalArgumentException(
          "replay of " + file + ": speed was " + speed + " but must be a number above 0");
    }
    columns = List.copyOf(columns);
  }
}
