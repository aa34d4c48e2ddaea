package io.poyang.plants.ccus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.poyang.plants.instrument.Gauge;
import io.poyang.plants.instrument.Recordings;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CcusModelTest {
  private static Recordings days;

  @BeforeAll
  static void simulate() {
    List<Gauge<CcusModel>> table =
        Stream.concat(CcusSignals.process().stream(), CcusSignals.field().stream()).toList();
    CcusModel model = new CcusModel(7, Recordings.WEDNESDAY.minus(Duration.ofHours(8)));
    model.advance(Duration.ofHours(8));
    days = Recordings.of(model, table, 3);
  }

  /** What comes is captured or leaves; what is captured goes down, out, or is still there. */
  @Test
  void carbonDioxideBalanceCloses() {
    CcusModel model = new CcusModel(12, Recordings.WEDNESDAY);
    double received = model.received();
    double emitted = model.emitted();
    double captured = model.captured();
    double injected = model.injected();
    double vented = model.vented();
    double stock = model.injection.stock();
    // Long enough for the compressor to trip.
    model.advance(Duration.ofDays(14));
    assertThat(model.vented()).isGreaterThan(vented);
    assertThat(model.received() - received)
        .isCloseTo(model.captured() - captured + model.emitted() - emitted, within(1e-6));
    assertThat(model.captured() - captured)
        .isCloseTo(
            model.injected() - injected + model.vented() - vented + model.injection.stock() - stock,
            within(1e-6));
  }

  @Test
  void nineTenthsAreCaptured() {
    assertThat(days.mean("capture.rate", hour -> true)).isBetween(88.0, 92.0);
    assertThat(days.mean("product.purity", hour -> true)).isGreaterThan(95);
    assertThat(days.mean("solvent.rich", hour -> true))
        .isGreaterThan(days.mean("solvent.lean", hour -> true));
  }

  @Test
  void pipelineIsInItsDensePhaseAndTheWellBelowItsLimit() {
    // Above 7.38 MPa; injection at most at 90 % of a fracture pressure of 24 MPa.
    assertThat(days.good("pipeline.outlet.pressure")).allMatch(r -> r.value() > 7.38);
    assertThat(days.good("downhole.pressure")).allMatch(r -> r.value() < 21.6);
  }

  @Test
  void wellPressureFollowsTheRateAndTheRockFillsSlowly() {
    CcusModel model = new CcusModel(1, Recordings.WEDNESDAY);
    model.advance(Duration.ofDays(1));
    double rock = model.injection.reservoir();
    model.advance(Duration.ofDays(20));
    assertThat(model.injection.reservoir()).isGreaterThan(rock);
    assertThat(model.injection.bottomPressure()).isGreaterThan(model.injection.reservoir());
  }

  @Test
  void valuesStayWithinTheirInstrumentsAndRegistersNeverFall() {
    assertThat(days.pinned()).isEmpty();
    assertThat(days.decreasing()).isEmpty();
    assertThat(days.unlabelled()).isEmpty();
  }

  @Test
  void sameSeedGivesTheSameDay() {
    CcusModel one = new CcusModel(3, Recordings.WEDNESDAY);
    CcusModel two = new CcusModel(3, Recordings.WEDNESDAY);
    one.advance(Duration.ofHours(2));
    for (int i = 0; i < 120; i++) {
      two.advance(Duration.ofMinutes(1));
    }
    assertThat(two.injection.bottomPressure()).isEqualTo(one.injection.bottomPressure());
    assertThat(two.received()).isEqualTo(one.received());
  }
}
