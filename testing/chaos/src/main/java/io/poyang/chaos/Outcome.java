package io.poyang.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.poyang.chaos.verify.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * What a run came to.
 *
 * @param sent readings that an agent's log has committed
 * @param certificates what the server says of each edge
 * @param endedAlone how often a process ended that no fault had ended
 * @param fullBy how disks were made full
 */
record Outcome(
    Plan plan,
    long sent,
    Verdict verdict,
    List<Certificate> certificates,
    Duration worstRecovery,
    Duration elapsed,
    int endedAlone,
    String fullBy) {

  Outcome {
    certificates = List.copyOf(certificates);
  }

  /** What speaks against the road, in words; empty where it held. */
  List<String> failures() {
    List<String> failures = new ArrayList<>();
    if (sent == 0) {
      failures.add("no agent's log has committed a reading: a run without readings proves nothing");
    }
    if (!verdict.clean()) {
      failures.add(
          "first wrong: "
              + (verdict.firstWrong() == null
                  ? "readings of signals that nobody fed"
                  : verdict.firstWrong()));
    }
    for (Certificate certificate : certificates) {
      if (!certificate.good()) {
        failures.add(
            "the server certifies edge %s as %s with %d missing batches"
                .formatted(certificate.edge(), certificate.verdict(), certificate.missing()));
      }
    }
    OptionalLong counted = counted();
    if (counted.isPresent() && counted.getAsLong() != verdict.stored()) {
      failures.add(
          "the server certifies %d stored readings, the store has %d"
              .formatted(counted.getAsLong(), verdict.stored()));
    }
    return failures;
  }

  private OptionalLong counted() {
    long sum = 0;
    for (Certificate certificate : certificates) {
      if (certificate.stored().isEmpty()) {
        return OptionalLong.empty();
      }
      sum += certificate.stored().getAsLong();
    }
    return OptionalLong.of(sum);
  }

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
    figures.put("certificates", certificates.stream().map(Certificate::verdict).toList());
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
        %s certified by the server
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
            certificates.stream()
                .map(each -> each.edge() + " " + each.verdict())
                .collect(Collectors.joining(", ", "        ", "")),
            worstRecovery.toMillis(),
            elapsed.toSeconds(),
            endedAlone,
            fullBy);
  }
}
