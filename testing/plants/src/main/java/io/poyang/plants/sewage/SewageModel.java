package io.poyang.plants.sewage;

import io.poyang.plants.process.Lag;
import io.poyang.plants.process.Meter;
import io.poyang.plants.process.Moment;
import io.poyang.plants.process.ProcessModel;
import io.poyang.plants.process.Steps;
import io.poyang.plants.process.Wander;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;

/** The sewage plant: town, pump station, two aeration lines, clarifiers, UV, sludge. */
public final class SewageModel implements ProcessModel {
  private static final double OXYGEN_PER_AMMONIA = 4.57;
  private static final double BASE_POWER = 190;
  private static final double SLUDGE_TANK_AREA = 600;

  private final Steps steps;
  final Town town;
  final PumpStation pumps = new PumpStation();
  final AerationLine line1;
  final AerationLine line2;
  private final Lag effluentFlow = new Lag(1_200, 1_500);
  private final Lag effluentLoad = new Lag(4 * 3_600, 1);
  private final Lag leftOver = new Lag(2_700, 0);
  private final Lag clarifier = new Lag(3_600, 1);
  private final Lag temperature;
  private final Wander turbid;
  private final Wander acid;
  private final Wander phosphorus;
  private double lampFouling = 0.05;
  private double sludgeTank = 2.4;
  private boolean pressing;
  private boolean raking;
  private final Meter energy;
  private final Meter blowerEnergy;
  private final Meter treated;
  private final Meter cake;
  private Moment now;

  public SewageModel(long seed, Instant start) {
    SplittableRandom random = new SplittableRandom(seed);
    steps = new Steps(start);
    now = Moment.of(start);
    town = new Town(random.split());
    line1 = new AerationLine(random.split(), 1.03);
    line2 = new AerationLine(random.split(), 0.97);
    turbid = new Wander(random.split(), 0.25, 5_400);
    acid = new Wander(random.split(), 0.06, 10_800);
    phosphorus = new Wander(random.split(), 0.03, 7_200);
    energy = new Meter(12_100, now);
    blowerEnergy = new Meter(5_150, now);
    treated = new Meter(42_300, now);
    cake = new Meter(18.6, now);
    temperature = new Lag(21_600, 20.5 + 5.5 * now.season());
  }

  @Override
  public void advance(Duration elapsed) {
    steps.advance(elapsed, this::step);
  }

  @Override
  public Instant now() {
    return steps.now();
  }

  private void step(Moment at) {
    now = at;
    town.step(at);
    pumps.step(town.flow());
    // kg/h of oxygen that half of the flow asks for.
    double demand =
        pumps.flow() / 2 * (influentBod() + OXYGEN_PER_AMMONIA * influentAmmonia()) * 0.9 / 1_000;
    line1.step(demand, influentNitrogen());
    line2.step(demand, influentNitrogen());
    effluentFlow.follow(pumps.flow() * 0.985);
    effluentLoad.follow(influentCod() / 230);
    leftOver.follow(0.5 * (line1.shortage() + line2.shortage()));
    clarifier.follow(pumps.flow() / 1_750);
    temperature.follow(20.5 + 5.5 * at.season() + 0.6 * at.wave(16) - 2 * (1 - town.foulShare()));
    turbid.step();
    acid.step();
    phosphorus.step();
    sludge(at);
    raking = at.second() % 900 < (town.isWet() ? 420 : 150);
    energy.count(power());
    blowerEnergy.count(line1.blowerPower() + line2.blowerPower());
    treated.count(effluentFlow.value());
  }

  /** The tank fills all day; the press runs on weekdays from eight to six while there is sludge. */
  private void sludge(Moment at) {
    boolean shift = !at.isWeekend() && at.hour() >= 8 && at.hour() < 18;
    pressing = shift && sludgeTank > (pressing ? 0.8 : 1.4);
    sludgeTank =
        Math.clamp(
            sludgeTank + (wasteFlow() - (pressing ? 62 : 0)) / 3_600 / SLUDGE_TANK_AREA, 0.3, 5.6);
    cake.count(cakeRate());
    // The wiper cleans the lamps every night at three.
    lampFouling = at.hour() < 3 && at.hour() > 2.99 ? 0.02 : lampFouling + 0.10 / 86_400;
  }

  double influentCod() {
    return town.concentration(238);
  }

  double influentBod() {
    return town.concentration(98);
  }

  double influentAmmonia() {
    return town.concentration(24);
  }

  double influentNitrogen() {
    return town.concentration(33);
  }

  double influentPhosphorus() {
    return town.concentration(3.6);
  }

  double influentSolids() {
    // The first flush of a rain carries what lay in the sewers.
    return town.concentration(165) * (town.isWet() ? 1.35 : 1);
  }

  double influentAcidity() {
    return 7.25 + acid.value() - 0.25 * (1 - town.foulShare());
  }

  double influentConductivity() {
    return town.concentration(820);
  }

  double temperature() {
    return temperature.value();
  }

  double returnFlow() {
    return 0.72 * pumps.flow();
  }

  double wasteFlow() {
    return 21 + 2 * effluentLoad.value();
  }

  double blanket(double bias) {
    return 0.35 + 0.55 * bias * clarifier.value() * clarifier.value();
  }

  double effluentFlow() {
    return effluentFlow.value();
  }

  double effluentCod() {
    return 17 * effluentLoad.value() + 3 * clarifier.value() + 9 * leftOver.value();
  }

  double effluentAmmonia() {
    return 0.55 * effluentLoad.value() + 5 * leftOver.value();
  }

  double effluentNitrogen() {
    return 0.5 * (line1.nitrate() + line2.nitrate()) + effluentAmmonia() + 1.1;
  }

  double effluentPhosphorus() {
    return 0.20 * effluentLoad.value() + 0.02 * clarifier.value() + phosphorus.value() * 0.6;
  }

  double effluentAcidity() {
    return 7.05 + 0.5 * acid.value();
  }

  double effluentSolids() {
    return Math.max(2, 5.2 * clarifier.value() + turbid.value());
  }

  double effluentTurbidity() {
    return 0.42 * effluentSolids();
  }

  double lampIntensity() {
    return 28 * (1 - lampFouling);
  }

  double lampDose() {
    return lampIntensity() * 1.35 * 1_750 / Math.max(600, effluentFlow.value());
  }

  double cakeRate() {
    return pressing ? 2.6 : 0;
  }

  double cakeMoisture() {
    return 78.6 + 4 * turbid.value() * 0.3;
  }

  double cake() {
    return cake.value();
  }

  double sludgeTank() {
    return sludgeTank;
  }

  boolean isPressing() {
    return pressing;
  }

  boolean isRaking() {
    return raking;
  }

  double screenHeadLoss() {
    return (raking ? 0.06 : 0.11) + 0.05 * clarifier.value();
  }

  double power() {
    return BASE_POWER
        + pumps.power()
        + line1.blowerPower()
        + line2.blowerPower()
        + (pressing ? 38 : 0);
  }

  double energy() {
    return energy.value();
  }

  double blowerEnergy() {
    return blowerEnergy.value();
  }

  double treated() {
    return treated.value();
  }
}
