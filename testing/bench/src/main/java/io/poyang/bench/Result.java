package io.poyang.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/** What a measurement says at its end. */
interface Result {
  /** One line. */
  default String json() {
    try {
      return new ObjectMapper().writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("figures cannot be written as JSON", e);
    }
  }

  String text();

  /** Whether every reading was acknowledged and is in the store once. */
  boolean complete();
}
