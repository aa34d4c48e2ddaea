package io.poyang.plants.sewage;

import io.poyang.plants.process.Controller;
import io.poyang.plants.process.Lag;

/** The wet well and its three pumps, which hold its level by their speed and number. */
final class PumpStation {
  private static final double AREA = 220;
  private static final double LEVEL_SET = 3.2;
  private static final double PUMP_CAPACITY = 1_400;
  private static final double KILOWATT_PER_FLOW = 0.048;

  private final Controller speed = new Controller(-1_800, 900, 300, 3 * PUMP_CAPACITY, 1_500);
  private final Lag pumped = new Lag(20, 1_500);
  private double level = LEVEL_SET;
  private int running = 2;

  void step(double inflow) {
    double wanted = speed.control(LEVEL_SET, level);
    // Another pump starts when those running are at 95 %; one stops when the rest could do at 85 %.
    if (wanted > running * PUMP_CAPACITY * 0.95) {
      running = Math.min(3, running + 1);
    } else if (running > 1 && wanted < (running - 1) * PUMP_CAPACITY * 0.85) {
      running--;
    }
    pumped.follow(Math.min(wanted, running * PUMP_CAPACITY));
    level = Math.clamp(level + (inflow - pumped.value()) / 3_600 / AREA, 0.3, 9);
  }

  double level() {
    return level;
  }

  double flow() {
    return pumped.value();
  }

  /** 1 where the pump of this number, from 1, runs. */
  int running(int pump) {
    return pump <= running ? 1 : 0;
  }

  double power() {
    return KILOWATT_PER_FLOW * pumped.value() + 2;
  }
}
