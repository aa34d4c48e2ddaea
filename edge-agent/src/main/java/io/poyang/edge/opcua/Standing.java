package io.poyang.edge.opcua;

import io.poyang.edge.source.SourceState;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a source stands; says each change once. Read by any thread. */
final class Standing {
  private static final Logger log = LoggerFactory.getLogger(Standing.class);

  private final String source;
  private volatile SourceState state;

  Standing(String source, SourceState first) {
    this.source = source;
    this.state = first;
  }

  SourceState state() {
    return state;
  }

  boolean isConnected() {
    return state instanceof SourceState.Connected;
  }

  void become(SourceState next) {
    SourceState before = state;
    if (before.getClass() == next.getClass() && before.detail().equals(next.detail())) {
      return;
    }
    state = next;
    log.info(
        "{}: {}: {}",
        source,
        next.getClass().getSimpleName().toLowerCase(Locale.ROOT),
        next.detail());
  }
}
