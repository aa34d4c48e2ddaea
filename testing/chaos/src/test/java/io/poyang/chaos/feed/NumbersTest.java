package io.poyang.chaos.feed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NumbersTest {
  private final Numbers numbers = new Numbers();

  @Test
  void knowsItsHolesBelowItsEnd() {
    numbers.add(new Span(2, 4));
    numbers.add(new Span(7, 8));
    numbers.add(new Span(3, 5));

    assertThat(numbers.holes()).containsExactly(new Span(0, 2), new Span(5, 7));
    assertThat(numbers.end()).isEqualTo(8);
    assertThat(numbers.size()).isEqualTo(4);
    assertThat(numbers.contains(4)).isTrue();
    assertThat(numbers.contains(5)).isFalse();
  }

  @Test
  void isWholeOnceTheHolesAreFilled() {
    numbers.add(new Span(5, 9));
    numbers.add(new Span(0, 5));

    assertThat(numbers.holes()).isEmpty();
  }

  @Test
  void aSpanIsReadAsItIsWritten() {
    assertThat(Span.parse(new Span(17, 1234).toString())).isEqualTo(new Span(17, 1234));
  }
}
