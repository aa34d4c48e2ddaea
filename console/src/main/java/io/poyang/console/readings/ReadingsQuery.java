package io.poyang.console.readings;

import io.poyang.console.http.PeriodParameters;
import io.poyang.telemetry.Period;
import io.poyang.telemetry.SignalId;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.OptionalInt;

/**
 * Which readings are asked for.
 *
 * @param points the most points a series may have; empty for all readings
 */
record ReadingsQuery(List<SignalId> signals, Period period, OptionalInt points) {
  /**
   * @param query already fits the contract
   */
  static ReadingsQuery of(MultiMap query) {
    List<SignalId> signals =
        query.getAll("signal").stream().distinct().map(SignalId::parse).toList();
    String points = query.get("points");
    return new ReadingsQuery(
        signals,
        PeriodParameters.of(query),
        points == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(points)));
  }
}
