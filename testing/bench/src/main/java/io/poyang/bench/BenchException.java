package io.poyang.bench;

/** A measurement that came to no end; the message says why. */
final class BenchException extends RuntimeException {
  BenchException(String message) {
    super(message);
  }
}
