package io.poyang.plants.charging;

/**
 * What a charger is doing, and only what it knows while doing it. The codes are those of the
 * Chinese interconnection standard (T/CEC 102).
 */
sealed interface ChargerState {
  int code();

  record Free() implements ChargerState {
    @Override
    public int code() {
      return 1;
    }
  }

  /** A car is plugged in and authorises. */
  record Preparing(Car car, long until) implements ChargerState {
    @Override
    public int code() {
      return 2;
    }
  }

  record Charging(Car car) implements ChargerState {
    @Override
    public int code() {
      return 3;
    }
  }

  /** The car is full enough; its driver is still at lunch. */
  record Finishing(Car car, long until) implements ChargerState {
    @Override
    public int code() {
      return 2;
    }
  }

  record Faulted(long until) implements ChargerState {
    @Override
    public int code() {
      return 255;
    }
  }

  /** Whether a charger that shows one code may show the other next. */
  static boolean allows(int from, int to) {
    return switch (from) {
      case 1 -> to == 2 || to == 255;
      case 2 -> to == 3 || to == 1 || to == 255;
      case 3 -> to == 2 || to == 255;
      case 255 -> to == 1;
      default -> false;
    };
  }
}
