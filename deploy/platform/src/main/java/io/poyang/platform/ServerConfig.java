package io.poyang.platform;

import io.poyang.console.ConsoleSettings;
import io.poyang.ingest.door.DoorSettings;
import io.poyang.ingest.edges.EdgeAccess;
import io.poyang.ingest.intake.IntakeSettings;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.config.Config;
import io.poyang.telemetry.config.Section;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A server's configuration file.
 *
 * @param data the folder of everything the server keeps
 */
public record ServerConfig(
    Path data,
    ConsoleSettings http,
    DoorSettings door,
    IntakeSettings intake,
    StoreChoice store,
    List<EdgeAccess> edges) {

  public static ServerConfig read(Path file) {
    return Config.read(file, ServerConfig::read);
  }

  static ServerConfig read(Section root) {
    if (root.mentions("edge") || root.mentions("uplink")) {
      throw new IllegalArgumentException(
          "this is an agent's configuration: start it with ./poyang edge");
    }
    Path data = root.requiredPath("data");
    return new ServerConfig(
        data,
        ConsoleSettings.read(root.section("http")),
        DoorSettings.read(root.section("door")),
        IntakeSettings.read(root.section("intake")),
        StoreChoice.read(root.section("store"), data),
        edges(root));
  }

  private static List<EdgeAccess> edges(Section root) {
    List<EdgeAccess> edges = root.list("edges", EdgeAccess::read);
    if (!root.mentions("edges")) {
      root.fail("edges", "is missing: list the edges that may connect");
    }
    Set<EdgeId> seen = new HashSet<>();
    for (EdgeAccess edge : edges) {
      if (!seen.add(edge.edge())) {
        root.fail("edges", "names edge " + edge.edge() + " twice");
      }
    }
    return edges;
  }
}
