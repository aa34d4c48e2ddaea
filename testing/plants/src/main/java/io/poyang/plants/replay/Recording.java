package io.poyang.plants.replay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A file in memory: the columns to be played, and when.
 *
 * @param columns as they are played
 * @param offsets milliseconds of each row from the first one, at the replay's speed; ascending
 * @param values by row and column; NaN where there was none
 */
public record Recording(List<ReplayColumn> columns, double[] offsets, double[][] values) {
  private static final String UNKNOWN = "?";

  /**
   * @throws IllegalArgumentException which names the line and what is wrong with it
   */
  public static Recording read(Replay replay) {
    List<String[]> lines = lines(replay);
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("file " + replay.file() + " is empty");
    }
    String[] names = replay.header() ? lines.getFirst() : numbers(lines.getFirst().length);
    List<String[]> rows = replay.header() ? lines.subList(1, lines.size()) : lines;
    int timeColumn =
        switch (replay.time()) {
          case RowTime.Spaced spaced -> -1;
          case RowTime.Counted counted -> index(replay, names, counted.column());
          case RowTime.Written written -> index(replay, names, written.column());
        };
    List<ReplayColumn> columns =
        replay.columns().isEmpty() ? all(names, timeColumn) : replay.columns();
    int[] sources = columns.stream().mapToInt(one -> index(replay, names, one.column())).toArray();
    double[] offsets = new double[rows.size()];
    double[][] values = new double[rows.size()][];
    for (int row = 0; row < rows.size(); row++) {
      int line = row + (replay.header() ? 2 : 1);
      String[] cells = rows.get(row);
      try {
        String time = timeColumn < 0 ? "" : cell(cells, timeColumn);
        offsets[row] = RowTime.millis(replay.time(), time, row);
        values[row] = IntStream.of(sources).mapToDouble(i -> value(cell(cells, i))).toArray();
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "file " + replay.file() + " line " + line + ": " + e.getMessage(), e);
      }
    }
    scale(offsets, replay.speed());
    return new Recording(columns, offsets, values);
  }

  private static void scale(double[] offsets, double speed) {
    double first = offsets.length == 0 ? 0 : offsets[0];
    double latest = 0;
    for (int i = 0; i < offsets.length; i++) {
      // A clock that was set back in the recording must not stop the play.
      latest = Math.max(latest, (offsets[i] - first) / speed);
      offsets[i] = latest;
    }
  }

  private static List<String[]> lines(Replay replay) {
    try {
      return Files.readAllLines(replay.file()).stream()
          .filter(line -> !line.isBlank())
          .map(Recording::cells)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("file " + replay.file() + " cannot be read", e);
    }
  }

  /** Splits at commas outside quotation marks; a doubled mark within is one (RFC 4180). */
  static String[] cells(String line) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        cell.append(c);
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString());
    return cells.toArray(new String[0]);
  }

  private static String[] numbers(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(Integer::toString).toArray(String[]::new);
  }

  private static int index(Replay replay, String[] names, String column) {
    for (int i = 0; i < names.length; i++) {
      if (names[i].strip().equals(column)) {
        return i;
      }
    }
    if (column.matches("[1-9]\\d{0,4}") && Integer.parseInt(column) <= names.length) {
      return Integer.parseInt(column) - 1;
    }
    throw new IllegalArgumentException(
        "file "
            + replay.file()
            + " has no column '"
            + column
            + "'; it has "
            + String.join(", ", names));
  }

  /** Every column but the time's, as a point named after it. */
  private static List<ReplayColumn> all(String[] names, int timeColumn) {
    return IntStream.range(0, names.length)
        .filter(i -> i != timeColumn)
        .mapToObj(i -> new ReplayColumn(names[i].strip(), point(names[i]), "1", point(names[i])))
        .toList();
  }

  private static String point(String name) {
    String plain = name.strip().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+", "-");
    return plain.isEmpty() || !Character.isLetterOrDigit(plain.charAt(0)) ? "c" + plain : plain;
  }

  private static String cell(String[] cells, int index) {
    return index < cells.length ? cells[index].strip() : "";
  }

  private static double value(String cell) {
    if (cell.isEmpty() || cell.equals(UNKNOWN)) {
      return Double.NaN;
    }
    try {
      return Double.parseDouble(cell);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + cell + "' is no number", e);
    }
  }
}
