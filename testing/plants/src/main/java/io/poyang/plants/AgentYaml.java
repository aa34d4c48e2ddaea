package io.poyang.plants;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.poyang.plants.instrument.Outlet;
import io.poyang.telemetry.Name;
import io.poyang.telemetry.Site;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the configuration of an agent that reads a plant. */
final class AgentYaml {
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .build();

  private AgentYaml() {}

  static String write(Site site, AgentPlace place, List<Outlet> outlets) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("edge", place.edge().value());
    Map<String, Object> where = new LinkedHashMap<>();
    where.put("id", site.id().value());
    where.put("kind", site.kind().label());
    where.put("name", named(site.name()));
    root.put("site", where);
    root.put("data", place.dataPath());
    Map<String, Object> uplink = new LinkedHashMap<>();
    uplink.put("server", place.uplinkUrl());
    uplink.put("password", place.password());
    root.put("uplink", uplink);
    place
        .healthPort()
        .ifPresent(
            port -> {
              Map<String, Object> health = new LinkedHashMap<>();
              health.put("host", "127.0.0.1");
              health.put("port", port);
              root.put("health", health);
            });
    root.put("sources", outlets.stream().map(Outlet::source).toList());
    try {
      return YAML.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plant " + site.id() + ": configuration unwritable", e);
    }
  }

  private static Map<String, Object> named(Name name) {
    Map<String, Object> named = new LinkedHashMap<>();
    named.put("zh", name.zh());
    named.put("en", name.en());
    return named;
  }
}
