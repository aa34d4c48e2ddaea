package io.poyang.edge.log;

import java.time.Duration;

/** A group of batches that has just become durable. */
public record Commit(long lastSequence, int batches, int readings, Duration took) {}
