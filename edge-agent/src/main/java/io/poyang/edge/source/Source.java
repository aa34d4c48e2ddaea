package io.poyang.edge.source;

/**
 * Reads sensors and hands on what they say, with source time and quality as they came. It never
 * invents, rounds or repairs a value.
 *
 * <p>Promises, each held by {@code SourceContract}:
 *
 * <ul>
 *   <li>{@link #start} returns at once; the source connects on its own threads and, after any
 *       outage of its far side, connects again by itself.
 *   <li>Whatever the far side acknowledges, it acknowledges only after the stage returned by {@link
 *       Sink#accept} has completed.
 *   <li>What it cannot read it counts and logs once per kind; the rest goes on.
 *   <li>After {@link #close} has returned, the sink is not called any more.
 * </ul>
 */
public interface Source extends AutoCloseable {
  /** The name given in the configuration, unique within the agent. */
  String name();

  void start(Sink sink);

  SourceState state();

  @Override
  void close();
}
