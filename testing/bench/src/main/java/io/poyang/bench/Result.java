package io.poyang.bench;

/** What a measurement says at its end. */
interface Result {
  String json();

  String text();

  /** Whether every reading was acknowledged and is in the store once. */
  boolean complete();
}
