package io.poyang.plants.replay;

/**
 * A column and the signal it becomes.
 *
 * @param column its name in the header, or its number from 1
 */
public record ReplayColumn(String column, String point, String unit, String quantity) {
  /**
   * Reads {@code COLUMN=point}, {@code COLUMN=point:unit} or {@code COLUMN=point:unit:quantity}.
   */
  public static ReplayColumn parse(String text) {
    int equals = text.indexOf('=');
    String[] parts = equals < 1 ? new String[0] : text.substring(equals + 1).split(":", -1);
    if (parts.length < 1 || parts.length > 3 || parts[0].isBlank()) {
      throw new IllegalArgumentException(
          "column '" + text + "' must be written COLUMN=point, :unit and :quantity if you like");
    }
    return new ReplayColumn(
        text.substring(0, equals),
        parts[0],
        parts.length > 1 ? parts[1] : "1",
        parts.length > 2 ? parts[2] : parts[0]);
  }
}
