package io.poyang.plants.incinerator;

import java.util.SplittableRandom;

/** The operating states of a furnace, from cold to hot and back. */
public enum FurnaceState {
  STOPPED(0),
  DRYING_OUT(1),
  STARTING(2),
  NORMAL(3),
  STOPPING(4),
  COOLING(5),
  FAULT(6);

  private static final double SECONDS_BETWEEN_FAULTS = 6.0 * 86_400;
  private static final double SECONDS_BETWEEN_STOPS = 40.0 * 86_400;

  private final int code;

  FurnaceState(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  /** Where a furnace may go from here. */
  public boolean leadsTo(FurnaceState next) {
    return switch (this) {
      case STOPPED -> next == DRYING_OUT;
      case DRYING_OUT -> next == STARTING;
      case STARTING -> next == NORMAL || next == FAULT;
      case NORMAL -> next == STOPPING || next == FAULT;
      case STOPPING -> next == COOLING;
      case COOLING -> next == STOPPED;
      case FAULT -> next == STARTING;
    };
  }

  /** The state a second later, given how long this one has lasted and how hot the furnace is. */
  FurnaceState next(long seconds, double celsius, SplittableRandom random) {
    return switch (this) {
      case NORMAL ->
          random.nextDouble() < 1 / SECONDS_BETWEEN_FAULTS
              ? FAULT
              : random.nextDouble() < 1 / SECONDS_BETWEEN_STOPS ? STOPPING : NORMAL;
      case FAULT -> seconds > 1_500 ? STARTING : FAULT;
      case STARTING -> seconds > 1_200 && celsius > 870 ? NORMAL : STARTING;
      case STOPPING -> seconds > 2 * 3_600 ? COOLING : STOPPING;
      case COOLING -> celsius < 120 ? STOPPED : COOLING;
      case STOPPED -> seconds > 12 * 3_600 ? DRYING_OUT : STOPPED;
      case DRYING_OUT -> seconds > 6 * 3_600 ? STARTING : DRYING_OUT;
    };
  }

  boolean feeds() {
    return this == NORMAL || this == STARTING;
  }

  boolean firesBurner() {
    return this == STARTING || this == STOPPING || this == DRYING_OUT || this == FAULT;
  }
}
