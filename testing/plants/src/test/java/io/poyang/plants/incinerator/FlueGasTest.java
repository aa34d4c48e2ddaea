package io.poyang.plants.incinerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** HJ 212-2017, Annex D, with vectors computed apart from this code. */
class FlueGasTest {
  @Test
  void dryConcentrationAtReferenceOxygen() {
    assertThat(FlueGas.converted(120, 8.5)).isCloseTo(96.0, within(1e-9));
    assertThat(FlueGas.converted(120, 13)).isCloseTo(150.0, within(1e-9));
  }

  @Test
  void measuredIsTheWayBack() {
    assertThat(FlueGas.converted(FlueGas.measured(80, 7.3), 7.3)).isCloseTo(80, within(1e-9));
  }

  @Test
  void furnaceThatIsOffHasNoConvertedValue() {
    assertThat(FlueGas.converted(3, 20.9)).isNaN();
    assertThat(FlueGas.converted(3, 20.3)).isNaN();
    assertThat(FlueGas.converted(3, 19.9)).isFinite();
  }

  @Test
  void actualToStandardToDryToReference() {
    double standard = FlueGas.standard(60, 140, 100_800, -200);
    assertThat(standard).isCloseTo(91.423, within(5e-4));
    double dry = FlueGas.dry(standard, 0.22);
    assertThat(dry).isCloseTo(117.209, within(5e-4));
    assertThat(FlueGas.converted(dry, 8.5)).isCloseTo(93.768, within(5e-4));
  }

  @Test
  void stackFlow() {
    assertThat(FlueGas.standardFlow(3.14, 12, 140, 100_800, -200, 0.22))
        .isCloseTo(69_438.8, within(0.05));
  }
}
