package io.poyang.edge.opcua;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gets back from the server's history what is missing, and finds out what cannot be got back. */
record Recovery(
    String source, Losses losses, HandOver handOver, InstantSource clock, Duration patience) {
  private static final Logger log = LoggerFactory.getLogger(Recovery.class);
  private static final Duration LONGEST_FILL = Duration.ofSeconds(60);

  void fill(OpcUaLink link, Collection<Watch> watches) throws LinkException, InterruptedException {
    List<Watch> lost =
        watches.stream().filter(watch -> watch.lostFrom() != null && watch.node != null).toList();
    if (lost.isEmpty()) {
      return;
    }
    HistoryFill history =
        new HistoryFill(
            link, (watch, values) -> handOver.recalled(watch, values, patience), LONGEST_FILL);
    List<Watch> kept = history.withHistory(lost);
    List<Watch> without = new ArrayList<>(lost);
    without.removeAll(kept);
    if (!kept.isEmpty()) {
      without.addAll(refused(history, kept));
    }
    without.forEach(Watch::giveUp);
  }

  /**
   * Reads back what there is. A history that is slow, busy or broken costs neither the connection,
   * whose values go on, nor the loss its place: it is asked again at the next fill.
   *
   * @return signals whose history will not be had later either
   */
  private List<Watch> refused(HistoryFill history, List<Watch> kept) throws InterruptedException {
    Map<Watch, StatusCode> refused;
    try {
      refused = history.fill(kept, history.serverTime(clock.instant()));
    } catch (LinkException e) {
      if (Statuses.isHistoryUnsupported(e.status())) {
        return kept;
      }
      losses.historyFailed(String.valueOf(e.getMessage()));
      return List.of();
    }
    List<Watch> forGood = new ArrayList<>();
    refused.forEach(
        (watch, status) -> {
          if (Statuses.isBusy(status)) {
            losses.historyFailed(Statuses.name(status));
          } else {
            forGood.add(watch);
          }
        });
    if (refused.size() < kept.size()) {
      log.info("{}: read back the history of {} signals", source, kept.size() - refused.size());
    }
    if (refused.isEmpty()) {
      losses.historyAnswers();
    }
    return forGood;
  }
}
