package io.poyang.plants;

import io.poyang.plants.ccus.CcusModel;
import io.poyang.plants.ccus.CcusSignals;
import io.poyang.plants.charging.ChargingModel;
import io.poyang.plants.charging.ChargingSignals;
import io.poyang.plants.folder.PlantFolder;
import io.poyang.plants.incinerator.IncineratorModel;
import io.poyang.plants.incinerator.IncineratorSignals;
import io.poyang.plants.instrument.Gauge;
import io.poyang.plants.instrument.Instruments;
import io.poyang.plants.instrument.Outlet;
import io.poyang.plants.instrument.PlantSignal;
import io.poyang.plants.mqtt.SensorNet;
import io.poyang.plants.opcua.PlantServer;
import io.poyang.plants.opcua.ServerIdentity;
import io.poyang.plants.process.ProcessModel;
import io.poyang.plants.sewage.SewageModel;
import io.poyang.plants.sewage.SewageSignals;
import io.poyang.telemetry.Name;
import io.poyang.telemetry.Site;
import io.poyang.telemetry.SiteId;
import io.poyang.telemetry.SiteKind;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes the four plants of a small province, none of them started. */
public final class Plants {
  /**
   * A process has run at least this long before its plant starts, so that nobody sees it start. It
   * begins at a midnight: a plant that is started twice a day, with one seed, goes on as before.
   */
  private static final Duration WARM_UP = Duration.ofHours(4);

  private static final ZoneId JIANGXI = ZoneId.of("Asia/Shanghai");

  /**
   * What a plant is made with.
   *
   * @param seed the same seed, clock and folder make the same plant
   * @param folder keeps its key, password and broker sessions
   */
  public record Making(long seed, Path folder, InstantSource clock, Ports ports) {}

  private Plants() {}

  /** All four, each in a folder of its own below the one given, on free ports. */
  public static List<Plant> province(long seed, Path folder, InstantSource clock) {
    return Stream.<Supplier<Plant>>of(
            () -> sewage(new Making(seed, folder.resolve("north-works"), clock, Ports.ANY)),
            () ->
                incinerator(
                    new Making(seed + 1, folder.resolve("ganjiang-energy"), clock, Ports.ANY)),
            () -> charging(new Making(seed + 2, folder.resolve("fuhe-services"), clock, Ports.ANY)),
            () -> ccus(new Making(seed + 3, folder.resolve("poyang-storage"), clock, Ports.ANY)))
        .parallel()
        .map(Supplier::get)
        .toList();
  }

  /** Starts plants side by side. */
  public static void start(List<Plant> plants) {
    plants.parallelStream().forEach(Plant::start);
  }

  /** Closes plants side by side: a broker takes two seconds to take its leave. */
  public static void close(List<Plant> plants) {
    plants.parallelStream().forEach(Plant::close);
  }

  public static Plant sewage(Making making) {
    Site site = site("north-works", SiteKind.SEWAGE_PLANT, "城北污水处理厂", "North Works");
    Instant from = midnight(making.clock().instant());
    SewageModel model = new SewageModel(making.seed(), from);
    return plant(site, making, model, SewageSignals.table(), List.of());
  }

  public static Plant incinerator(Making making) {
    Site site = site("ganjiang-energy", SiteKind.INCINERATOR, "赣江生活垃圾焚烧发电厂", "Ganjiang Energy");
    Instant from = midnight(making.clock().instant());
    IncineratorModel model = new IncineratorModel(making.seed(), from);
    return plant(site, making, model, IncineratorSignals.table(), List.of());
  }

  public static Plant charging(Making making) {
    Site site = site("fuhe-services", SiteKind.EV_CHARGING, "抚河服务区充电站", "Fuhe Services");
    Instant from = midnight(making.clock().instant());
    ChargingModel model = new ChargingModel(making.seed(), from);
    return plant(site, making, model, List.of(), ChargingSignals.table());
  }

  public static Plant ccus(Making making) {
    Site site = site("poyang-storage", SiteKind.CCUS, "鄱阳碳捕集与封存示范站", "Poyang Storage");
    Instant from = midnight(making.clock().instant());
    CcusModel model = new CcusModel(making.seed(), from);
    return plant(site, making, model, CcusSignals.process(), CcusSignals.field());
  }

  private static Instant midnight(Instant now) {
    return now.minus(WARM_UP).atZone(JIANGXI).truncatedTo(ChronoUnit.DAYS).toInstant();
  }

  private static Site site(String id, SiteKind kind, String zh, String en) {
    return new Site(new SiteId(id), kind, new Name(zh, en));
  }

  private static <M extends ProcessModel> Plant plant(
      Site site, Making making, M model, List<Gauge<M>> onOpcUa, List<Gauge<M>> onMqtt) {
    model.advance(Duration.between(model.now(), making.clock().instant()));
    List<Gauge<M>> table = Stream.concat(onOpcUa.stream(), onMqtt.stream()).toList();
    Instruments<M> instruments =
        new Instruments<>(site.id(), table, making.seed(), making.clock().instant());
    Ports ports = making.ports().chosen();
    PlantFolder folder = new PlantFolder(site.id().value(), making.folder());
    String password = Password.in(folder);
    List<Outlet> outlets = new ArrayList<>();
    ServerIdentity identity = null;
    if (!onOpcUa.isEmpty()) {
      identity = ServerIdentity.in(folder);
      PlantServer.Place place = new PlantServer.Place(site.id().value(), ports.opcua(), password);
      outlets.add(new PlantServer(place, signals(site, onOpcUa), identity));
    }
    if (!onMqtt.isEmpty()) {
      SensorNet.Place place = new SensorNet.Place("sensors", ports.mqtt(), password, folder);
      outlets.add(new SensorNet(place, Topics.of(site.kind()), signals(site, onMqtt)));
    }
    return new SimulatedPlant<>(
        new SimulatedPlant.Surroundings(site, folder, outlets, certificate(identity)),
        new SimulatedPlant.Process<>(model, instruments),
        making.clock());
  }

  private static java.security.cert.@Nullable X509Certificate certificate(
      @Nullable ServerIdentity identity) {
    return identity == null ? null : identity.certificate();
  }

  private static <M> List<PlantSignal> signals(Site site, List<Gauge<M>> table) {
    return table.stream().map(gauge -> gauge.at(site.id())).toList();
  }
}
