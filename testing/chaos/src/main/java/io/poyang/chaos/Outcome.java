package io.poyang.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.poyang.chaos.verify.Verdict;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a run came to.
 *
 * @param sent readings that an agent's log has committed
 * @param endedAlone how often a process ended that no fault had ended
 * @param fullBy how disks were made full
 */
record Outcome(
    Plan plan,
    long sent,
    Verdict verdict,
    Duration worstRecovery,
    Duration elapsed,
    int endedAlone,
    String fullBy) {

  String json() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("seed", plan.seed());
    figures.put("faults", plan.faults().size());
    figures.put("kinds", plan.counts());
    figures.put("sent", sent);
    figures.put("stored", verdict.stored());
    figures.put("lost", verdict.lost());
    figures.put("duplicated", verdict.duplicated());
    figures.put("unexpected", verdict.unexpected());
    figures.put("gapsDeclared", verdict.declared());
    figures.put("worstRecoveryMillis", worstRecovery.toMillis());
    figures.put("elapsedSeconds", elapsed.toSeconds());
    figures.put("endedAlone", endedAlone);
    figures.put("fullBy", fullBy);
    try {
      return new ObjectMapper().writeValueAsString(figures);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("figures cannot be written as JSON", e);
    }
  }

  String text() {
    return """
        %,14d seed
        %,14d faults %s
        %,14d readings were safe in an agent's log
        %,14d are stored
        %,14d lost
        %,14d duplicated
        %,14d stored that were never fed
        %,14d declared as gaps
        %,14d ms worst recovery
        %,14d s elapsed
        %,14d times a process ended by itself (disks were made full by %s)"""
        .formatted(
            plan.seed(),
            plan.faults().size(),
            plan.counts(),
            sent,
            verdict.stored(),
            verdict.lost(),
            verdict.duplicated(),
            verdict.unexpected(),
            verdict.declared(),
            worstRecovery.toMillis(),
            elapsed.toSeconds(),
            endedAlone,
            fullBy);
  }
}
