package io.poyang.questdb;

import io.poyang.telemetry.config.Section;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where the embedded shelf keeps its files.
 *
 * @param folder belongs to one process at a time; made when missing
 * @param visibleWithin how long {@code awaitVisible} waits before it says that the shelf is behind
 */
public record QuestDbSettings(Path folder, Duration visibleWithin) {
  private static final Duration VISIBLE_WITHIN = Duration.ofSeconds(60);

  public QuestDbSettings {
    if (visibleWithin.isNegative() || visibleWithin.isZero()) {
      throw new IllegalArgumentException(
          "visible-within was " + visibleWithin + " but must be positive");
    }
  }

  public static QuestDbSettings in(Path folder) {
    return new QuestDbSettings(folder, VISIBLE_WITHIN);
  }

  /**
   * Reads the section {@code store.questdb}.
   *
   * @param standard the folder where the section names none
   */
  public static QuestDbSettings read(Section section, Path standard) {
    return new QuestDbSettings(
        section.path("folder", standard), section.duration("visible-within", VISIBLE_WITHIN));
  }
}
