package io.poyang.plants.ccus;

import io.poyang.plants.process.Moment;
import io.poyang.plants.process.ProcessModel;
import io.poyang.plants.process.Steps;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;

/** The CCUS site, with the registers that its mass balance is drawn from. */
public final class CcusModel implements ProcessModel {
  private final Steps steps;
  final Capture capture;
  final Injection injection;
  private double received;
  private double emitted;
  private double captured;
  private double injected;
  private double vented;
  private double energy = 2_140_000;

  public CcusModel(long seed, Instant start) {
    SplittableRandom random = new SplittableRandom(seed);
    steps = new Steps(start);
    capture = new Capture(random.split());
    injection = new Injection(random.split());
  }

  @Override
  public void advance(Duration elapsed) {
    steps.advance(elapsed, this::step);
  }

  @Override
  public Instant now() {
    return steps.now();
  }

  private void step(Moment now) {
    capture.step(now);
    injection.step(now, capture.captured());
    received += capture.carbonIn() / 3_600;
    emitted += capture.carbonOut() / 3_600;
    captured += capture.captured() / 3_600;
    injected += injection.injected() / 3_600;
    vented += injection.vented() / 3_600;
    energy += power() / 3_600;
  }

  /** Tonnes of CO2 that came with the flue gas. */
  double received() {
    return received;
  }

  /** Tonnes of CO2 that went up the stack. */
  double emitted() {
    return emitted;
  }

  double captured() {
    return captured;
  }

  double injected() {
    return injected;
  }

  double vented() {
    return vented;
  }

  /** kW of the compressor. */
  double compressorPower() {
    return 60 + 98 * capture.captured();
  }

  double power() {
    return compressorPower() + 1.6 * capture.circulation() + 240;
  }

  double energy() {
    return energy;
  }
}
