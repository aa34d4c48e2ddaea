package io.poyang.edge;

import io.poyang.edge.log.Backlog;
import io.poyang.edge.source.SourceState;
import io.poyang.edge.uplink.UplinkState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How an agent stands.
 *
 * @param sources by name, in the order of the configuration
 * @param logFailing why the log takes nothing, where that is so
 * @param copiedLog why ingest will have nothing of this log, where that is so
 */
public record AgentState(
    UplinkState uplink,
    Map<String, SourceState> sources,
    Backlog backlog,
    Optional<String> logFailing,
    Optional<String> copiedLog) {
  /** One line for each thing that does not work as it should. */
  public List<String> notReady() {
    List<String> lines = new ArrayList<>();
    logFailing.ifPresent(lines::add);
    copiedLog.ifPresent(lines::add);
    if (uplink instanceof UplinkState.Disconnected) {
      lines.add("uplink: " + uplink.detail());
    }
    sources.forEach(
        (name, state) -> {
          if (!(state instanceof SourceState.Connected)) {
            lines.add("source " + name + ": " + state.detail());
          }
        });
    return lines;
  }
}
