package io.poyang.plants.sewage;

import static io.poyang.plants.instrument.Gauge.analyser;
import static io.poyang.plants.instrument.Gauge.figure;
import static io.poyang.plants.instrument.Gauge.register;
import static io.poyang.plants.instrument.Gauge.sensor;
import static io.poyang.plants.instrument.Gauge.state;

import io.poyang.plants.instrument.Gauge;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The sewage plant's signal table. */
public final class SewageSignals {
  private static final String OFF_ON = "0 停止|off, 1 运行|running";

  private SewageSignals() {}

  public static List<Gauge<SewageModel>> table() {
    List<Gauge<SewageModel>> table = new ArrayList<>();
    on(table, "inlet", inlet());
    on(table, "pump-station", pumpStation());
    on(table, "aeration-1", aeration(1, model -> model.line1));
    on(table, "aeration-2", aeration(2, model -> model.line2));
    on(table, "clarifiers", clarifiers());
    on(table, "outlet", outlet());
    on(table, "uv", ultraviolet());
    on(table, "sludge", sludge());
    on(table, "power", power());
    return List.copyOf(table);
  }

  private static void on(
      List<Gauge<SewageModel>> table, String device, List<Gauge<SewageModel>> rows) {
    rows.forEach(row -> table.add(row.on(device)));
  }

  private static List<Gauge<SewageModel>> inlet() {
    return List.of(
        sensor(
                "influent.flow",
                "进水流量|Influent flow",
                "m3/h",
                0,
                5_000,
                (SewageModel m) -> m.town.flow())
            .hj212("w00000")
            .every(1),
        analyser("influent.cod", "进水COD|Influent COD", "mg/L", 0, 1_000, SewageModel::influentCod)
            .hj212("w01018")
            .every(30)
            .noise(3),
        analyser(
                "influent.bod",
                "进水BOD₅（估算）|Influent BOD5 (estimate)",
                "mg/L",
                0,
                500,
                SewageModel::influentBod)
            .hj212("w01017")
            .every(60),
        analyser(
                "influent.nh3n",
                "进水氨氮|Influent NH3-N",
                "mg/L",
                0,
                100,
                SewageModel::influentAmmonia)
            .hj212("w21003")
            .every(30),
        analyser("influent.tn", "进水总氮|Influent TN", "mg/L", 0, 150, SewageModel::influentNitrogen)
            .hj212("w21001")
            .every(30),
        analyser("influent.tp", "进水总磷|Influent TP", "mg/L", 0, 20, SewageModel::influentPhosphorus)
            .hj212("w21011")
            .every(30),
        sensor("influent.ss", "进水悬浮物|Influent SS", "mg/L", 0, 1_000, SewageModel::influentSolids)
            .hj212("w01012")
            .every(10),
        sensor("influent.ph", "进水pH|Influent pH", "[pH]", 0, 14, SewageModel::influentAcidity)
            .hj212("w01001"),
        sensor(
                "influent.temperature",
                "进水温度|Influent temperature",
                "Cel",
                0,
                45,
                SewageModel::temperature)
            .hj212("w01010")
            .noise(0.03),
        sensor(
                "influent.conductivity",
                "进水电导率|Influent conductivity",
                "uS/cm",
                0,
                3_000,
                SewageModel::influentConductivity)
            .hj212("w01014")
            .every(10),
        sensor("screen.headloss", "格栅液位差|Screen head loss", "m", 0, 1, SewageModel::screenHeadLoss),
        state("screen.state", "格栅除污机|Screen rake", OFF_ON, m -> m.isRaking() ? 1 : 0),
        state(
            "weather.state",
            "进水工况|Inflow regime",
            "0 旱季|dry, 1 雨季|wet",
            m -> m.town.isWet() ? 1 : 0));
  }

  private static List<Gauge<SewageModel>> pumpStation() {
    return List.of(
        sensor(
                "wetwell.level",
                "集水井液位|Wet well level",
                "m",
                0,
                10,
                (SewageModel m) -> m.pumps.level())
            .every(1)
            .noise(0.005),
        sensor("lift.flow", "提升流量|Lifted flow", "m3/h", 0, 5_000, (SewageModel m) -> m.pumps.flow())
            .every(1),
        sensor("lift.power", "提升泵功率|Lift pump power", "kW", 0, 300, m -> m.pumps.power()),
        state("pump1.state", "1#提升泵|Lift pump 1", OFF_ON, (SewageModel m) -> m.pumps.running(1))
            .quantity("pump.state"),
        state("pump2.state", "2#提升泵|Lift pump 2", OFF_ON, (SewageModel m) -> m.pumps.running(2))
            .quantity("pump.state"),
        state("pump3.state", "3#提升泵|Lift pump 3", OFF_ON, (SewageModel m) -> m.pumps.running(3))
            .quantity("pump.state"));
  }

  private static List<Gauge<SewageModel>> aeration(
      int number, Function<SewageModel, AerationLine> line) {
    String point = "aeration" + number + ".";
    String zh = number + "#生化池";
    String en = "|Aeration " + number + " ";
    return List.of(
        sensor(
                point + "do",
                zh + "溶解氧" + en + "DO",
                "mg/L",
                0,
                20,
                (SewageModel m) -> line.apply(m).oxygen())
            .quantity("aeration.do")
            .hj212("w01009"),
        figure(
                point + "do-set",
                zh + "溶解氧设定" + en + "DO set point",
                "mg/L",
                0,
                20,
                (SewageModel m) -> AerationLine.DISSOLVED_OXYGEN_SET)
            .quantity("aeration.do-set")
            .every(30),
        sensor(
                point + "air",
                zh + "风量" + en + "air flow",
                "m3/h",
                0,
                15_000,
                (SewageModel m) -> line.apply(m).air())
            .quantity("aeration.air")
            .every(1),
        sensor(
                point + "blower.current",
                zh + "鼓风机电流" + en + "blower current",
                "A",
                0,
                600,
                (SewageModel m) -> line.apply(m).blowerCurrent())
            .quantity("blower.current")
            .every(1),
        sensor(
                point + "blower.power",
                zh + "鼓风机功率" + en + "blower power",
                "kW",
                0,
                350,
                (SewageModel m) -> line.apply(m).blowerPower())
            .quantity("blower.power"),
        sensor(
                point + "orp",
                zh + "缺氧段ORP" + en + "anoxic ORP",
                "mV",
                -500,
                500,
                (SewageModel m) -> line.apply(m).redox())
            .quantity("aeration.orp"),
        analyser(
                point + "no3n",
                zh + "硝态氮" + en + "NO3-N",
                "mg/L",
                0,
                50,
                (SewageModel m) -> line.apply(m).nitrate())
            .quantity("aeration.no3n"),
        sensor(
                point + "mlss",
                zh + "污泥浓度" + en + "MLSS",
                "mg/L",
                0,
                15_000,
                (SewageModel m) -> line.apply(m).suspendedSolids())
            .quantity("aeration.mlss")
            .every(10),
        state(point + "blower.state", zh + "鼓风机状态" + en + "blower", OFF_ON, (SewageModel m) -> 1)
            .quantity("blower.state"));
  }

  private static List<Gauge<SewageModel>> clarifiers() {
    return List.of(
        sensor("ras.flow", "回流污泥流量|Return sludge flow", "m3/h", 0, 4_000, SewageModel::returnFlow)
            .every(1),
        sensor("was.flow", "剩余污泥流量|Waste sludge flow", "m3/h", 0, 100, SewageModel::wasteFlow),
        sensor(
                "clarifier1.blanket",
                "1#二沉池泥位|Clarifier 1 sludge blanket",
                "m",
                0,
                5,
                (SewageModel m) -> m.blanket(1.02))
            .quantity("clarifier.blanket")
            .every(10),
        sensor(
                "clarifier2.blanket",
                "2#二沉池泥位|Clarifier 2 sludge blanket",
                "m",
                0,
                5,
                (SewageModel m) -> m.blanket(0.96))
            .quantity("clarifier.blanket")
            .every(10));
  }

  private static List<Gauge<SewageModel>> outlet() {
    return List.of(
        sensor("effluent.flow", "出水流量|Effluent flow", "m3/h", 0, 5_000, SewageModel::effluentFlow)
            .hj212("w00000")
            .every(1),
        analyser("effluent.cod", "出水COD|Effluent COD", "mg/L", 0, 150, SewageModel::effluentCod)
            .hj212("w01018")
            .every(30)
            .noise(0.3),
        analyser(
                "effluent.nh3n", "出水氨氮|Effluent NH3-N", "mg/L", 0, 20, SewageModel::effluentAmmonia)
            .hj212("w21003")
            .every(30)
            .noise(0.01)
            .digit(0.001),
        analyser("effluent.tn", "出水总氮|Effluent TN", "mg/L", 0, 50, SewageModel::effluentNitrogen)
            .hj212("w21001")
            .every(30),
        analyser("effluent.tp", "出水总磷|Effluent TP", "mg/L", 0, 5, SewageModel::effluentPhosphorus)
            .hj212("w21011")
            .every(30)
            .noise(0.003),
        sensor("effluent.ph", "出水pH|Effluent pH", "[pH]", 0, 14, SewageModel::effluentAcidity)
            .hj212("w01001"),
        sensor("effluent.ss", "出水悬浮物|Effluent SS", "mg/L", 0, 100, SewageModel::effluentSolids)
            .hj212("w01012")
            .every(10),
        sensor(
                "effluent.turbidity",
                "出水浊度|Effluent turbidity",
                "{NTU}",
                0,
                100,
                SewageModel::effluentTurbidity)
            .noise(0.03)
            .digit(0.01),
        sensor(
                "effluent.temperature",
                "出水温度|Effluent temperature",
                "Cel",
                0,
                45,
                (SewageModel m) -> m.temperature() - 0.4)
            .hj212("w01010")
            .noise(0.03),
        register("effluent.volume", "累计出水量|Effluent volume", "m3", SewageModel::treated)
            .digit(0.1));
  }

  private static List<Gauge<SewageModel>> ultraviolet() {
    return List.of(
        sensor("uv.intensity", "紫外强度|UV intensity", "mW/cm2", 0, 100, SewageModel::lampIntensity)
            .every(10),
        sensor("uv.dose", "紫外剂量|UV dose", "mJ/cm2", 0, 200, SewageModel::lampDose).every(10),
        state("uv.state", "紫外灯组|UV lamps", OFF_ON, m -> 1));
  }

  private static List<Gauge<SewageModel>> sludge() {
    return List.of(
        sensor("sludge.tank.level", "储泥池液位|Sludge tank level", "m", 0, 6, SewageModel::sludgeTank)
            .every(10),
        sensor("sludge.cake.rate", "泥饼产量|Sludge cake rate", "t/h", 0, 10, SewageModel::cakeRate)
            .noise(0.0),
        sensor(
                "sludge.cake.moisture",
                "泥饼含水率|Sludge cake moisture",
                "%",
                0,
                100,
                SewageModel::cakeMoisture)
            .every(60),
        register("sludge.cake.mass", "累计泥饼量|Sludge cake mass", "t", SewageModel::cake).every(60),
        state("sludge.press.state", "脱水机|Dewatering press", OFF_ON, m -> m.isPressing() ? 1 : 0));
  }

  private static List<Gauge<SewageModel>> power() {
    return List.of(
        sensor("site.power", "全厂功率|Site power", "kW", 0, 1_500, SewageModel::power).every(1),
        register("site.energy", "全厂电度|Site energy", "kW.h", SewageModel::energy),
        register("blower.energy", "鼓风机电度|Blower energy", "kW.h", SewageModel::blowerEnergy));
  }
}
