package io.poyang.plants.process;

/** A PI controller with limits, which stops integrating when it has reached one. */
public final class Controller {
  private final double gain;
  private final double resetSeconds;
  private final double low;
  private final double high;
  private double integral;

  /**
   * @param gain change of the output per unit of error; negative where more output lowers the value
   * @param start the output at no error
   */
  public Controller(double gain, double resetSeconds, double low, double high, double start) {
    this.gain = gain;
    this.resetSeconds = resetSeconds;
    this.low = low;
    this.high = high;
    integral = start;
  }

  /** The output for the next second. */
  public double control(double setPoint, double value) {
    double error = setPoint - value;
    double output = integral + gain * error;
    boolean leaving = (output > high && gain * error > 0) || (output < low && gain * error < 0);
    if (!leaving) {
      integral = Math.clamp(integral + gain * error / resetSeconds, low, high);
    }
    return Math.clamp(output, low, high);
  }
}
