package io.poyang.chaos.verify;

import org.jspecify.annotations.Nullable;

/**
 * What became of the readings that were safe.
 *
 * @param stored readings that the store holds, whatever they are
 * @param lost safe readings that are not in the store as they were fed, and that no Gap covers
 * @param duplicated readings that are there more than once
 * @param unexpected readings that were never fed, or not like that
 * @param declared safe readings that are not in the store but that a Gap covers
 */
public record Verdict(
    long stored,
    long lost,
    long duplicated,
    long unexpected,
    long declared,
    @Nullable FirstWrong firstWrong) {
  static final Verdict NONE = new Verdict(0, 0, 0, 0, 0, null);

  public boolean clean() {
    return lost == 0 && duplicated == 0 && unexpected == 0;
  }

  Verdict plus(Verdict other) {
    return new Verdict(
        stored + other.stored,
        lost + other.lost,
        duplicated + other.duplicated,
        unexpected + other.unexpected,
        declared + other.declared,
        firstWrong == null ? other.firstWrong : firstWrong);
  }
}
