package io.poyang.plants.incinerator;

/** The conversions of flue gas figures in HJ 212-2017, Annex D. */
public final class FlueGas {
  /** Reference oxygen of waste incineration (GB 18485-2014), in percent. */
  public static final double REFERENCE_OXYGEN = 11;

  private static final double AIR_OXYGEN = 21;
  private static final double LARGEST_OXYGEN = 20.9;
  private static final double LARGEST_FACTOR = 10;
  private static final double STANDARD_PRESSURE = 101_325;

  private FlueGas() {}

  /**
   * Formula (28): a dry concentration at the reference oxygen. NaN where the furnace is off, that
   * is from 20.9 % oxygen or a factor over 10.
   */
  public static double converted(double dry, double oxygen) {
    double factor = (AIR_OXYGEN - REFERENCE_OXYGEN) / (AIR_OXYGEN - oxygen);
    return oxygen >= LARGEST_OXYGEN || factor > LARGEST_FACTOR ? Double.NaN : dry * factor;
  }

  /** Formula (28) backwards: what the analyser shows of a concentration at reference oxygen. */
  public static double measured(double converted, double oxygen) {
    return converted * (AIR_OXYGEN - oxygen) / (AIR_OXYGEN - REFERENCE_OXYGEN);
  }

  /** Formula (18): an actual concentration at 273.15 K and 101.325 kPa, still wet. */
  public static double standard(double actual, double celsius, double airPascal, double gasPascal) {
    return actual * STANDARD_PRESSURE / (airPascal + gasPascal) * (273 + celsius) / 273;
  }

  /** Formula (19): a wet concentration, dry. */
  public static double dry(double wet, double moistureShare) {
    return wet / (1 - moistureShare);
  }

  /** Formulas (30) and (31): the dry standard flow of a stack in m3/h. */
  public static double standardFlow(
      double area,
      double velocity,
      double celsius,
      double airPascal,
      double gasPascal,
      double moistureShare) {
    return 3_600
        * area
        * velocity
        * 273
        / (273 + celsius)
        * (airPascal + gasPascal)
        / STANDARD_PRESSURE
        * (1 - moistureShare);
  }
}
