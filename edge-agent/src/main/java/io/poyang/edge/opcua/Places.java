package io.poyang.edge.opcua;

import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.SiteId;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Up to where each signal of a source is safe in the log, kept in a file, so that what an agent was
 * down for can be read back, or told as a gap. From an old file more is read back than needed;
 * without one, the server's present value is the beginning.
 */
final class Places {
  private static final Logger log = LoggerFactory.getLogger(Places.class);

  private final Path file;
  private Map<SignalId, Long> written = Map.of();

  Places(Path folder, String source) {
    this.file =
        folder.resolve("opcua-" + URLEncoder.encode(source, StandardCharsets.UTF_8) + ".places");
  }

  /** Empty where nothing was kept. */
  Map<SignalId, Instant> read(SiteId site) {
    Map<SignalId, Instant> places = new HashMap<>();
    try {
      for (String line : Files.readAllLines(file)) {
        int tab = line.indexOf('\t');
        places.put(
            new SignalId(site, line.substring(0, Math.max(tab, 0))),
            Instant.ofEpochMilli(Long.parseLong(line.substring(tab + 1))));
      }
    } catch (NoSuchFileException e) {
      return Map.of();
    } catch (IOException | IllegalArgumentException e) {
      log.warn("{} cannot be read ({}); history is not read back", file, e.getMessage());
      return Map.of();
    }
    return places;
  }

  void keep(Collection<Watch> watches) {
    Map<SignalId, Long> places = new TreeMap<>();
    for (Watch watch : watches) {
      Instant place = watch.place();
      if (place != null) {
        places.put(watch.signal().id(), place.toEpochMilli());
      }
    }
    if (places.equals(written)) {
      return;
    }
    StringBuilder text = new StringBuilder();
    places.forEach((id, at) -> text.append(id.point()).append('\t').append(at).append('\n'));
    try {
      Path half = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(half, text);
      Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      written = places;
    } catch (IOException e) {
      log.warn("{} cannot be written: {}", file, e.getMessage());
    }
  }
}
