package io.poyang.ingest.door;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Keeps a complaint that comes again and again to one line a minute. Any thread may call. */
final class Occasional {
  private static final Duration PAUSE = Duration.ofMinutes(1);
  private static final int MOST = 1024;

  private final Map<String, Instant> last =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
          return size() > MOST;
        }
      };

  synchronized boolean isDue(String subject, Instant now) {
    Instant before = last.get(subject);
    if (before != null && now.isBefore(before.plus(PAUSE))) {
      return false;
    }
    last.remove(subject);
    last.put(subject, now);
    return true;
  }
}
