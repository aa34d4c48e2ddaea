package io.poyang.edge.mqtt;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of a session, in a file: the time until when the agent listened, then a line for
 * each signal. Without it a restarted agent takes a session that the broker forgot for a first one.
 */
final class SessionFile {
  private static final Logger log = LoggerFactory.getLogger(SessionFile.class);
  private static final String UNKEPT = "qos-0";
  private static final String FORGOTTEN = "forgotten";

  private final Path file;

  SessionFile(Path folder, String source) {
    this.file =
        folder.resolve("mqtt-" + URLEncoder.encode(source, StandardCharsets.UTF_8) + ".session");
  }

  Session.@Nullable Kept read() {
    try {
      List<String> lines = Files.readAllLines(file);
      Map<SignalId, Boolean> unkept = new HashMap<>();
      for (String line : lines.subList(1, lines.size())) {
        String[] parts = line.split("\t", -1);
        unkept.put(new SignalId(new SiteId(parts[0]), parts[1]), parts[2].equals(UNKEPT));
      }
      String[] first = lines.getFirst().split("\t", -1);
      Instant until = Instant.ofEpochMilli(Long.parseLong(first[0]));
      boolean forgotten = first.length > 1 && first[1].equals(FORGOTTEN);
      return new Session.Kept(until, forgotten, unkept);
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException | RuntimeException e) {
      log.warn("{} cannot be read ({}); what the broker forgot is not noticed", file, e.toString());
      return null;
    }
  }

  void keep(Session.@Nullable Kept kept) {
    if (kept == null) {
      return;
    }
    StringBuilder text = new StringBuilder();
    text.append(kept.listenedUntil().toEpochMilli());
    text.append(kept.forgotten() ? "\t" + FORGOTTEN : "").append('\n');
    new TreeMap<>(kept.unkept())
        .forEach(
            (signal, unkept) -> {
              text.append(signal.site()).append('\t').append(signal.point());
              text.append('\t').append(unkept ? UNKEPT : "kept").append('\n');
            });
    try {
      Path half = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(half, text);
      Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      log.warn("{} cannot be written: {}", file, e.getMessage());
    }
  }
}
