package io.poyang.edge;

import io.poyang.edge.health.HealthConfig;
import io.poyang.edge.log.LogSettings;
import io.poyang.edge.source.SignalSetting;
import io.poyang.edge.source.SourceConfig;
import io.poyang.edge.source.SourceKind;
import io.poyang.edge.uplink.UplinkConfig;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Name;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.Site;
import io.poyang.telemetry.SiteId;
import io.poyang.telemetry.SiteKind;
import io.poyang.telemetry.config.Config;
import io.poyang.telemetry.config.Section;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Everything one agent is told.
 *
 * @param data the folder of its log and of whatever its sources keep
 */
public record AgentConfig(
    EdgeId edge,
    Site site,
    Path data,
    UplinkConfig uplink,
    LogSettings log,
    Optional<HealthConfig> health,
    List<SourceConfig> sources) {
  private static final EdgeId NO_EDGE = new EdgeId("missing");
  private static final SiteId NO_SITE = new SiteId("missing");

  public AgentConfig {
    sources = List.copyOf(sources);
  }

  /**
   * Reads an agent's file; opens nothing.
   *
   * @throws io.poyang.telemetry.config.ConfigException with every failure in the file
   */
  public static AgentConfig read(Path file, List<SourceKind> kinds) {
    return Config.read(file, section -> read(section, kinds));
  }

  /** As {@link #read(Path, List)}, from a file's root section. */
  public static AgentConfig read(Section section, List<SourceKind> kinds) {
    if (section.mentions("edges")) {
      throw new IllegalArgumentException(
          "this is a server's configuration: start it with ./poyang serve");
    }
    EdgeId edge = section.parsed("edge", EdgeId::new, NO_EDGE);
    Site site = site(section.section("site"));
    Path data = section.requiredPath("data");
    UplinkConfig uplink = UplinkConfig.read(section.section("uplink"));
    LogSettings log = log(section, uplink.batchSize());
    Optional<HealthConfig> health = section.optionalSection("health").map(HealthConfig::read);
    AtomicInteger named = new AtomicInteger();
    List<Optional<SourceConfig>> listed =
        section.list(
            "sources",
            source -> {
              named.incrementAndGet();
              return source(source, kinds, site.id(), data);
            });
    if (named.get() == 0) {
      section.fail(
          "sources",
          "names no source, so nothing would be read: list at least one, starting with - %s:"
              .formatted(
                  kinds.stream().map(SourceKind::key).collect(Collectors.joining(": or - "))));
    }
    List<SourceConfig> sources = listed.stream().flatMap(Optional::stream).toList();
    refuseDoubles(section, sources);
    return new AgentConfig(edge, site, data, uplink, log, health, sources);
  }

  private static Site site(Section section) {
    Section name = section.section("name");
    return new Site(
        section.parsed("id", SiteId::new, NO_SITE),
        section.parsed("kind", SiteKind::of, SiteKind.SEWAGE_PLANT),
        new Name(name.text("zh"), name.text("en")));
  }

  private static LogSettings log(Section section, int batchSize) {
    return section
        .optionalSection("log")
        .map(log -> LogSettings.read(log, batchSize))
        .orElse(LogSettings.of(batchSize));
  }

  private static Optional<SourceConfig> source(
      Section section, List<SourceKind> kinds, SiteId site, Path data) {
    List<SourceKind> named = kinds.stream().filter(kind -> section.has(kind.key())).toList();
    if (named.size() != 1) {
      section.fail(
          kinds.stream().map(SourceKind::key).collect(Collectors.joining("|")),
          "must be given: one source names one kind, this one names " + named.size());
      return Optional.empty();
    }
    SourceKind kind = named.getFirst();
    return Optional.of(kind.read(section.section(kind.key()), site, data));
  }

  private static void refuseDoubles(Section section, List<SourceConfig> sources) {
    Map<SignalId, String> readerOf = new HashMap<>();
    Map<String, Integer> timesNamed = new HashMap<>();
    for (SourceConfig source : sources) {
      if (timesNamed.merge(source.name(), 1, Integer::sum) == 2) {
        section.fail("sources", "has two sources named '" + source.name() + "'");
      }
      for (SignalSetting setting : source.signals()) {
        SignalId id = setting.signal().id();
        String other = readerOf.putIfAbsent(id, source.name());
        if (other != null) {
          section.fail(
              "sources",
              "has signal %s twice, in '%s' and in '%s': one signal has one source"
                  .formatted(id, other, source.name()));
        }
      }
    }
  }
}
