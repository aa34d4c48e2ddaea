package io.poyang.telemetry;

/** What people call a thing, in Chinese and in English; neither may be blank. */
public record Name(String zh, String en) {
  public Name {
    if (zh.isBlank() || en.isBlank()) {
      throw new IllegalArgumentException(
          "name needs both zh and en, was zh='" + zh + "' en='" + en + "'");
    }
  }

  /** One text for both languages, for things that have no other name than their id. */
  public static Name of(String text) {
    return new Name(text, text);
  }
}
