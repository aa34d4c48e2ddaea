package io.poyang.plants.instrument;

import io.poyang.plants.instrument.PlantSignal.Kind;
import io.poyang.telemetry.Name;
import io.poyang.telemetry.Range;
import io.poyang.telemetry.Signal;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.SiteId;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * One row of a plant's signal table: a point, and where in the process model its truth is.
 *
 * <p>Rows start from {@link #sensor}, {@link #analyser}, {@link #register}, {@link #figure} or
 * {@link #state} and are refined by the methods that return a new row.
 *
 * @param <M> the process model
 * @param cabinet instruments of one cabinet calibrate and fail together
 * @param truth what an ideal instrument would show; NaN where there is nothing to measure
 */
public record Gauge<M>(
    String device,
    String point,
    Name name,
    String unit,
    String quantity,
    @Nullable Range range,
    @Nullable String hj212,
    SortedMap<Integer, Name> states,
    Duration period,
    double noise,
    double resolution,
    Kind kind,
    String cabinet,
    ToDoubleFunction<M> truth) {
  private static final double DEADBAND_DIGITS = 2;

  /** A measurement every 5 s; its noise is a thousandth of its span. */
  public static <M> Gauge<M> sensor(
      String point, String name, String unit, double low, double high, ToDoubleFunction<M> truth) {
    return measured(Kind.SENSOR, 5, point, name, unit, low, high, truth);
  }

  /** A measurement every 10 s that calibrates itself now and then. */
  public static <M> Gauge<M> analyser(
      String point, String name, String unit, double low, double high, ToDoubleFunction<M> truth) {
    return measured(Kind.ANALYSER, 10, point, name, unit, low, high, truth);
  }

  /** A controller's own figure every 5 s, without noise. */
  public static <M> Gauge<M> figure(
      String point, String name, String unit, double low, double high, ToDoubleFunction<M> truth) {
    return measured(Kind.FIGURE, 5, point, name, unit, low, high, truth).noise(0);
  }

  /** A counter every 10 s, in steps of a hundredth. */
  public static <M> Gauge<M> register(
      String point, String name, String unit, ToDoubleFunction<M> truth) {
    return measured(Kind.REGISTER, 10, point, name, unit, 0, 1e9, truth).noise(0).digit(0.01);
  }

  /**
   * A state looked at every second.
   *
   * @param labels integer, Chinese and English of each state, such as {@code "0 停止|off, 1 运行|on"}
   */
  public static <M> Gauge<M> state(
      String point, String name, String labels, ToDoubleFunction<M> truth) {
    SortedMap<Integer, Name> states = new TreeMap<>();
    for (String label : labels.split(", ")) {
      int blank = label.indexOf(' ');
      states.put(Integer.valueOf(label.substring(0, blank)), named(label.substring(blank + 1)));
    }
    return new Gauge<>(
        "site",
        point,
        named(name),
        "1",
        point,
        null,
        null,
        states,
        Duration.ofSeconds(1),
        0,
        1,
        Kind.STATE,
        point,
        truth);
  }

  private static <M> Gauge<M> measured(
      Kind kind,
      int seconds,
      String point,
      String name,
      String unit,
      double low,
      double high,
      ToDoubleFunction<M> truth) {
    double span = high - low;
    return new Gauge<>(
        "site",
        point,
        named(name),
        unit,
        point,
        new Range(low, high),
        null,
        new TreeMap<>(),
        Duration.ofSeconds(seconds),
        span / 1_000,
        Math.pow(10, Math.floor(Math.log10(span)) - 3),
        kind,
        point,
        truth);
  }

  /** Splits {@code 中文|English}. */
  private static Name named(String name) {
    int bar = name.indexOf('|');
    return new Name(name.substring(0, bar), name.substring(bar + 1));
  }

  public Gauge<M> on(String newDevice) {
    return with(newDevice, quantity, hj212, period, noise, resolution, cabinet);
  }

  public Gauge<M> quantity(String newQuantity) {
    return with(device, newQuantity, hj212, period, noise, resolution, cabinet);
  }

  public Gauge<M> hj212(String code) {
    return with(device, quantity, code, period, noise, resolution, cabinet);
  }

  public Gauge<M> every(int seconds) {
    return with(device, quantity, hj212, Duration.ofSeconds(seconds), noise, resolution, cabinet);
  }

  public Gauge<M> noise(double newNoise) {
    return with(device, quantity, hj212, period, newNoise, resolution, cabinet);
  }

  /** The last digit shown. */
  public Gauge<M> digit(double newResolution) {
    return with(device, quantity, hj212, period, noise, newResolution, cabinet);
  }

  /** Shares a cabinet with others: they calibrate and fail together. */
  public Gauge<M> within(String newCabinet) {
    return with(device, quantity, hj212, period, noise, resolution, newCabinet);
  }

  private Gauge<M> with(
      String newDevice,
      String newQuantity,
      @Nullable String newHj212,
      Duration newPeriod,
      double newNoise,
      double newResolution,
      String newCabinet) {
    return new Gauge<>(
        newDevice,
        point,
        name,
        unit,
        newQuantity,
        range,
        newHj212,
        states,
        newPeriod,
        newNoise,
        newResolution,
        kind,
        newCabinet,
        truth);
  }

  /** The signal of this row at a site; silent for at most a minute, or three periods if longer. */
  public PlantSignal at(SiteId site) {
    Duration silence = period.multipliedBy(3);
    Duration minute = Duration.ofMinutes(1);
    Signal signal =
        new Signal(
            new SignalId(site, point),
            device,
            name,
            unit,
            quantity,
            range,
            hj212,
            silence.compareTo(minute) < 0 ? minute : silence,
            states);
    double deadband =
        switch (kind) {
          case STATE -> 0;
          case REGISTER, FIGURE -> resolution / 2;
          case SENSOR, ANALYSER ->
              noise == 0 ? resolution / 2 : Math.max(noise, DEADBAND_DIGITS * resolution);
        };
    return new PlantSignal(signal, deadband, period, kind, noise, resolution);
  }
}
