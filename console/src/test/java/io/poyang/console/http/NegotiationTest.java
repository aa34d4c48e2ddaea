package io.poyang.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NegotiationTest {
  private static final List<String> OFFERED = List.of("application/json", "text/csv");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "-                                | application/json",
        "*/*                              | application/json",
        "text/csv                         | text/csv",
        "text/*                           | text/csv",
        "TEXT/CSV                         | text/csv",
        "text/csv;q=0.5, application/json | application/json",
        "application/json;q=0.1, text/csv | text/csv",
        "text/html, */*;q=0.8             | application/json",
        // The closest range counts, not the kindest.
        "application/json;q=0, */*        | text/csv",
        "image/png                        | -",
        "text/csv;q=0                     | -",
        "text/csv;q=much                  | -",
      })
  void theClientsLikingDecides(@Nullable String accept, @Nullable String chosen) {
    assertThat(Negotiation.choose(accept, OFFERED).orElse(null)).isEqualTo(chosen);
  }
}
