package io.poyang.plants.ccus;

import io.poyang.plants.process.Meter;
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
  private final Meter received;
  private final Meter emitted;
  private final Meter captured;
  private final Meter injected;
  private final Meter vented;
  private final Meter energy;

  public CcusModel(long seed, Instant start) {
    SplittableRandom random = new SplittableRandom(seed);
    steps = new Steps(start);
    Moment at = Moment.of(start);
    received = new Meter(269, at);
    emitted = new Meter(27, at);
    captured = new Meter(242, at);
    injected = new Meter(241.5, at);
    vented = new Meter(0.5, at);
    energy = new Meter(38_350, at);
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
    received.count(capture.carbonIn());
    emitted.count(capture.carbonOut());
    captured.count(capture.captured());
    injected.count(injection.injected());
    vented.count(injection.vented());
    energy.count(power());
  }

  /** Tonnes of CO2 that came with the flue gas. */
  double received() {
    return received.value();
  }

  /** Tonnes of CO2 that went up the stack. */
  double emitted() {
    return emitted.value();
  }

  double captured() {
    return captured.value();
  }

  double injected() {
    return injected.value();
  }

  double vented() {
    return vented.value();
  }

  /** kW of the compressor. */
  double compressorPower() {
    return injection.isCompressing() ? 60 + 98 * capture.captured() : 0;
  }

  double power() {
    return compressorPower() + 1.6 * capture.circulation() + 240;
  }

  double energy() {
    return energy.value();
  }
}
