package io.poyang.plants.ccus;

import static io.poyang.plants.instrument.Gauge.analyser;
import static io.poyang.plants.instrument.Gauge.register;
import static io.poyang.plants.instrument.Gauge.sensor;
import static io.poyang.plants.instrument.Gauge.state;

import io.poyang.plants.instrument.Gauge;
import java.util.List;

/** The CCUS site's signal tables: the process on OPC UA, the field sensors on MQTT. */
public final class CcusSignals {
  private CcusSignals() {}

  /** What the control system of the capture plant offers. */
  public static List<Gauge<CcusModel>> process() {
    return List.of(
        sensor(
                "fluegas.flow",
                "进气流量|Flue gas in",
                "m3/h",
                0,
                80_000,
                (CcusModel m) -> m.capture.gasIn())
            .on("absorber")
            .every(1),
        analyser(
                "fluegas.co2",
                "进气CO₂|CO2 in flue gas",
                "%",
                0,
                30,
                (CcusModel m) -> m.capture.carbonPercentIn())
            .on("absorber")
            .hj212("a05001"),
        sensor(
                "cleangas.flow",
                "净烟气流量|Clean gas out",
                "m3/h",
                0,
                80_000,
                (CcusModel m) -> m.capture.gasOut())
            .on("absorber")
            .every(1),
        analyser(
                "cleangas.co2",
                "净烟气CO₂|CO2 in clean gas",
                "%",
                0,
                10,
                (CcusModel m) -> m.capture.carbonPercentOut())
            .on("absorber")
            .hj212("a05001"),
        sensor(
                "absorber.top",
                "吸收塔顶温度|Absorber top",
                "Cel",
                0,
                100,
                (CcusModel m) -> m.capture.absorberTop())
            .on("absorber")
            .quantity("absorber.temperature"),
        sensor(
                "absorber.middle",
                "吸收塔中部温度|Absorber middle",
                "Cel",
                0,
                100,
                (CcusModel m) -> m.capture.absorberMiddle())
            .on("absorber")
            .quantity("absorber.temperature"),
        sensor(
                "absorber.bottom",
                "吸收塔底温度|Absorber bottom",
                "Cel",
                0,
                100,
                (CcusModel m) -> m.capture.absorberBottom())
            .on("absorber")
            .quantity("absorber.temperature"),
        sensor(
                "solvent.flow",
                "吸收液循环量|Solvent flow",
                "m3/h",
                0,
                400,
                (CcusModel m) -> m.capture.circulation())
            .on("absorber")
            .every(1),
        analyser(
                "solvent.rich",
                "富液负荷|Rich loading",
                "mol/mol",
                0,
                0.6,
                (CcusModel m) -> m.capture.rich())
            .on("absorber")
            .every(60),
        analyser(
                "solvent.lean",
                "贫液负荷|Lean loading",
                "mol/mol",
                0,
                0.6,
                (CcusModel m) -> m.capture.lean())
            .on("stripper")
            .every(60),
        sensor(
                "stripper.top",
                "解吸塔顶温度|Stripper top",
                "Cel",
                0,
                150,
                (CcusModel m) -> m.capture.stripperTop())
            .on("stripper")
            .quantity("stripper.temperature"),
        sensor(
                "stripper.bottom",
                "解吸塔底温度|Stripper bottom",
                "Cel",
                0,
                150,
                (CcusModel m) -> m.capture.stripperBottom())
            .on("stripper")
            .quantity("stripper.temperature"),
        sensor(
                "reboiler.temperature",
                "再沸器温度|Reboiler temperature",
                "Cel",
                0,
                150,
                (CcusModel m) -> m.capture.reboiler())
            .on("stripper")
            .noise(0.05),
        sensor(
                "reboiler.steam",
                "再沸器蒸汽|Reboiler steam",
                "t/h",
                0,
                40,
                (CcusModel m) -> m.capture.steam())
            .on("stripper")
            .every(1),
        sensor(
                "capture.rate",
                "捕集率|Capture rate",
                "%",
                0,
                100,
                (CcusModel m) -> 100 * m.capture.rate())
            .on("stripper")
            .noise(0.05),
        sensor(
                "product.flow",
                "产品CO₂流量|CO2 product flow",
                "t/h",
                0,
                20,
                (CcusModel m) -> m.capture.captured())
            .on("stripper")
            .every(1),
        analyser(
                "product.purity",
                "产品纯度|Product purity",
                "%",
                90,
                100,
                (CcusModel m) -> m.capture.purity())
            .on("compressor"),
        analyser(
                "product.moisture",
                "产品水分|Product moisture",
                "[ppm]",
                0,
                1_000,
                (CcusModel m) -> m.injection.moisture())
            .on("compressor"),
        sensor(
                "compressor.discharge",
                "压缩机出口压力|Compressor discharge",
                "MPa",
                0,
                25,
                (CcusModel m) -> m.injection.dischargePressure())
            .on("compressor")
            .every(1)
            .noise(0.008),
        sensor(
                "compressor.power",
                "压缩机功率|Compressor power",
                "kW",
                0,
                2_500,
                CcusModel::compressorPower)
            .on("compressor")
            .every(1),
        state(
                "compressor.state",
                "压缩机状态|Compressor",
                "0 停止|off, 1 运行|running",
                (CcusModel m) -> m.injection.isCompressing() ? 1 : 0)
            .on("compressor"),
        sensor(
                "pipeline.inlet.pressure",
                "管道入口压力|Pipeline inlet pressure",
                "MPa",
                0,
                20,
                (CcusModel m) -> m.injection.pipelineInlet())
            .on("pipeline")
            .quantity("pipeline.pressure")
            .every(1)
            .noise(0.006),
        sensor(
                "pipeline.inlet.temperature",
                "管道入口温度|Pipeline inlet temperature",
                "Cel",
                -10,
                60,
                (CcusModel m) -> m.injection.inletTemperature())
            .on("pipeline")
            .quantity("pipeline.temperature"),
        sensor(
                "pipeline.outlet.pressure",
                "管道出口压力|Pipeline outlet pressure",
                "MPa",
                0,
                20,
                (CcusModel m) -> m.injection.pipelineOutlet())
            .on("pipeline")
            .quantity("pipeline.pressure")
            .every(1)
            .noise(0.006),
        sensor(
                "pipeline.outlet.temperature",
                "管道出口温度|Pipeline outlet temperature",
                "Cel",
                -10,
                60,
                (CcusModel m) -> m.injection.pipelineTemperature())
            .on("pipeline")
            .quantity("pipeline.temperature"),
        sensor(
                "pipeline.stock",
                "缓冲与管存量|Buffer and line pack",
                "t",
                0,
                250,
                (CcusModel m) -> m.injection.stock())
            .on("pipeline")
            .every(10)
            .noise(0.05),
        sensor(
                "injection.flow",
                "注入流量|Injection rate",
                "t/h",
                0,
                20,
                (CcusModel m) -> m.injection.injected())
            .on("well")
            .every(1),
        sensor("vent.flow", "放空流量|Vent flow", "t/h", 0, 20, (CcusModel m) -> m.injection.vented())
            .on("compressor")
            .noise(0),
        register("fluegas.co2.mass", "进气CO₂累计|CO2 in", "t", CcusModel::received)
            .on("absorber")
            .digit(0.001),
        register("cleangas.co2.mass", "排放CO₂累计|CO2 emitted", "t", CcusModel::emitted)
            .on("absorber")
            .digit(0.001),
        register("product.mass", "捕集CO₂累计|CO2 captured", "t", CcusModel::captured)
            .on("stripper")
            .digit(0.001),
        register("injection.mass", "注入CO₂累计|CO2 injected", "t", CcusModel::injected)
            .on("well")
            .digit(0.001),
        register("vent.mass", "放空CO₂累计|CO2 vented", "t", CcusModel::vented)
            .on("compressor")
            .digit(0.001),
        register("site.energy", "全站电度|Site energy", "kW.h", CcusModel::energy).on("compressor"));
  }

  /** What the sensors at the well and around it publish by radio. */
  public static List<Gauge<CcusModel>> field() {
    return List.of(
        sensor(
                "wellhead.pressure",
                "井口压力|Wellhead pressure",
                "MPa",
                0,
                25,
                (CcusModel m) -> m.injection.wellheadPressure())
            .on("well")
            .noise(0.006),
        sensor(
                "wellhead.temperature",
                "井口温度|Wellhead temperature",
                "Cel",
                -10,
                60,
                (CcusModel m) -> m.injection.wellheadTemperature())
            .on("well"),
        sensor(
                "annulus.pressure",
                "环空压力|Annulus pressure",
                "MPa",
                0,
                15,
                (CcusModel m) -> m.injection.annulusPressure())
            .on("well")
            .noise(0.004),
        sensor(
                "downhole.pressure",
                "井底压力|Bottom-hole pressure",
                "MPa",
                0,
                40,
                (CcusModel m) -> m.injection.bottomPressure())
            .on("downhole")
            .noise(0.003)
            .digit(0.001),
        sensor(
                "downhole.temperature",
                "井底温度|Bottom-hole temperature",
                "Cel",
                0,
                120,
                (CcusModel m) -> m.injection.bottomTemperature())
            .on("downhole")
            .noise(0.02)
            .digit(0.01),
        sensor(
                "seismic.count",
                "当日微震次数|Microseismic events today",
                "{count}",
                0,
                1_000,
                (CcusModel m) -> m.injection.quakes())
            .on("monitoring")
            .every(10)
            .noise(0)
            .digit(1),
        sensor(
                "soil1.co2",
                "1#土壤气CO₂|Soil gas CO2 at 1",
                "%",
                0,
                20,
                (CcusModel m) -> m.injection.soilGas(1))
            .on("monitoring")
            .quantity("soil.co2")
            .every(30),
        sensor(
                "soil2.co2",
                "2#土壤气CO₂|Soil gas CO2 at 2",
                "%",
                0,
                20,
                (CcusModel m) -> m.injection.soilGas(0.85))
            .on("monitoring")
            .quantity("soil.co2")
            .every(30));
  }
}
