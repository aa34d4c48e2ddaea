package io.poyang.scenarios;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code strace -f -y} saw of a process: what it read from and wrote to whom, and which files
 * the kernel had to bring to the disk. A file that is mapped is known by where it lies in memory.
 */
final class SystemCalls {
  static final List<String> TRACED =
      List.of(
          "strace",
          "-f",
          "-y",
          "-s",
          "64",
          "-e",
          "trace=read,write,writev,pwrite64,fsync,fdatasync,msync,mmap,mremap");

  private static final Pattern LINE = Pattern.compile("(\\d+) +(.*)");
  private static final Pattern MAPPED =
      Pattern.compile("mmap\\(.*MAP_SHARED[^,]*, \\d+<([^>]+)>.* = (0x[0-9a-f]+)");
  private static final Pattern MOVED = Pattern.compile("mremap\\((0x[0-9a-f]+).* = (0x[0-9a-f]+)");
  private static final Pattern MEMORY_SYNCED = Pattern.compile("msync\\((0x[0-9a-f]+).* = 0");
  private static final Pattern FILE_SYNCED =
      Pattern.compile("f(?:data)?sync\\(\\d+<([^>]+)>.* = 0");
  private static final Pattern PIECE_OF_LOG = Pattern.compile("/wal\\d+/\\d+/([^/]+)$");
  private static final Pattern WRITTEN = Pattern.compile("(?:p?write\\w*)\\(\\d+<([^>]+)>, (.*)");

  /** Something that was done, in the order in which it ended. */
  sealed interface Call {
    record Read(String text) implements Call {}

    record Written(String path, String text) implements Call {}

    record Synced(String path) implements Call {}
  }

  private final List<Call> calls = new ArrayList<>();

  SystemCalls(Path trace) throws IOException {
    Map<String, String> unfinished = new HashMap<>();
    Map<String, String> mapped = new HashMap<>();
    for (String line : Files.readAllLines(trace, StandardCharsets.ISO_8859_1)) {
      Matcher parts = LINE.matcher(line);
      if (!parts.matches()) {
        continue;
      }
      String thread = parts.group(1);
      String call = parts.group(2);
      if (call.endsWith("<unfinished ...>")) {
        unfinished.put(thread, call.substring(0, call.indexOf("<unfinished ...>")));
      } else if (call.startsWith("<... ")) {
        String rest = call.substring(call.indexOf(" resumed>") + " resumed>".length());
        add(unfinished.getOrDefault(thread, "") + rest, mapped);
      } else {
        add(call, mapped);
      }
    }
  }

  private void add(String call, Map<String, String> mapped) {
    Matcher map = MAPPED.matcher(call);
    Matcher move = MOVED.matcher(call);
    Matcher memory = MEMORY_SYNCED.matcher(call);
    Matcher file = FILE_SYNCED.matcher(call);
    Matcher write = WRITTEN.matcher(call);
    if (map.find()) {
      mapped.put(map.group(2), map.group(1));
    } else if (move.find()) {
      mapped.put(move.group(2), mapped.getOrDefault(move.group(1), ""));
    } else if (memory.find()) {
      calls.add(new Call.Synced(mapped.getOrDefault(memory.group(1), "")));
    } else if (file.find()) {
      calls.add(new Call.Synced(file.group(1)));
    } else if (call.startsWith("read(")) {
      calls.add(new Call.Read(call));
    } else if (write.find()) {
      calls.add(new Call.Written(write.group(1), write.group(2)));
    }
  }

  List<Call> all() {
    return List.copyOf(calls);
  }

  /** Names of the files that were brought to the disk and not written to afterwards. */
  static Set<String> safe(List<Call> calls) {
    Set<String> safe = new TreeSet<>();
    for (Call call : calls) {
      switch (call) {
        case Call.Synced(String path) -> safe.add(name(path));
        case Call.Written(String path, String unused) -> safe.remove(name(path));
        case Call.Read unused -> {}
      }
    }
    return safe;
  }

  /** What lies in a piece of the store's log has the names that a table's columns have too. */
  private static String name(String path) {
    Matcher log = PIECE_OF_LOG.matcher(path);
    return log.find() ? "wal/" + log.group(1) : path.substring(path.lastIndexOf('/') + 1);
  }
}
