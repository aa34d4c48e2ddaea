package io.poyang.telemetry.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Damages JSON: a value becomes another kind of value, an absurd one or an endless one, or the
 * bytes are damaged whatever they mean.
 */
public final class JsonMutations {
  private static final List<byte[]> VALUES =
      words(
          "null",
          "true",
          "0",
          "-1",
          "1.5",
          "-0.0",
          "1e999",
          "1e-999",
          "1e999999999",
          "2147483648",
          "9223372036854775807",
          "-9223372036854775808",
          "9223372036854775808",
          "1".repeat(64),
          "1".repeat(1001),
          "\"\"",
          "\" \"",
          "\"x\"",
          "\"1e999999999\"",
          "\"9223372036854775807\"",
          "\"\\ud800\"",
          "\"\\u0000\\n\"",
          "\"PT1E9S\"",
          "\"P9999999999D\"",
          "\"-999999999-01-01T00:00:00Z\"",
          "\"+999999999-12-31T23:59:59.999999999Z\"",
          "\"" + "长".repeat(300) + "\"",
          "{}",
          "[]",
          "[[]]",
          "[1e308,1e309]",
          "{\"a\":1,\"a\":2}",
          "{\"2147483648\":{}}",
          "NaN",
          "Infinity");

  private static final List<byte[]> PIECES =
      words(
          "{",
          "}",
          "[",
          "]",
          "\"",
          ",",
          ":",
          "\\",
          "\\u",
          "\\ud800",
          "[".repeat(2000),
          "{\"a\":".repeat(1001),
          "\u00FF",
          "\u0000",
          "//",
          "'");

  private final SplittableRandom random;
  private final Mutations bytes;

  public JsonMutations(SplittableRandom random) {
    this.random = random;
    this.bytes = new Mutations(random, PIECES);
  }

  public byte[] damaged(byte[] json, byte[] other) {
    return switch (random.nextInt(4)) {
      case 0 -> bytes.damaged(json, other);
      case 1 -> bytes.damaged(anotherValue(json), other);
      case 2 -> anotherValue(anotherValue(json));
      default -> anotherValue(json);
    };
  }

  private byte[] anotherValue(byte[] json) {
    if (json.length == 0) {
      return json;
    }
    int from = random.nextInt(json.length);
    while (from < json.length && ":,[".indexOf(json[from]) < 0) {
      from++;
    }
    int to = from + 1;
    while (to < json.length && ",]}".indexOf(json[to]) < 0) {
      to++;
    }
    return to > json.length
        ? json
        : Mutations.replace(json, from + 1, to, VALUES.get(random.nextInt(VALUES.size())));
  }

  private static List<byte[]> words(String... words) {
    return Stream.of(words).map(word -> word.getBytes(StandardCharsets.UTF_8)).toList();
  }
}
