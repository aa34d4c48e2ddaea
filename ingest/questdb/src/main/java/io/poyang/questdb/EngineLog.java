package io.poyang.questdb;

import io.questdb.log.LogFactory;
import io.questdb.log.LogLevel;
import io.questdb.log.LogRecordUtf8Sink;
import io.questdb.log.LogWriter;
import io.questdb.mp.QueueConsumer;
import io.questdb.mp.RingQueue;
import io.questdb.mp.SCSequence;
import io.questdb.mp.SynchronizedJob;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands the engine's own log lines to ours; named in {@code engine-log.conf}, made by the engine.
 */
public final class EngineLog extends SynchronizedJob implements LogWriter {
  private static final Logger LOG = LoggerFactory.getLogger("io.poyang.questdb.engine");
  private static final String PROPERTY = LogFactory.CONFIG_SYSTEM_PROPERTY;
  private static boolean installed;

  private final RingQueue<LogRecordUtf8Sink> lines;
  private final SCSequence sequence;
  private final QueueConsumer<LogRecordUtf8Sink> consumer = this::write;

  public EngineLog(RingQueue<LogRecordUtf8Sink> lines, SCSequence sequence, int level) {
    this.lines = lines;
    this.sequence = sequence;
  }

  /** Before the engine's first class is loaded: it reads this once, and greets while it does. */
  static synchronized void install() {
    if (installed) {
      return;
    }
    installed = true;
    if (System.getProperty(PROPERTY) == null) {
      System.setProperty(PROPERTY, "/io/poyang/questdb/engine-log.conf");
    }
    PrintStream output = System.err;
    System.setErr(new Ungreeted(output));
    try {
      LogFactory.getInstance();
    } finally {
      System.setErr(output);
    }
  }

  /** Hands everything on but the engine's greeting, which tells a person on call nothing. */
  private static final class Ungreeted extends PrintStream {
    Ungreeted(PrintStream output) {
      super(output, true);
    }

    @Override
    public void println(@Nullable String line) {
      if (line == null || !line.startsWith("Log configuration loaded")) {
        super.println(line);
      }
    }
  }

  @Override
  public void bindProperties(LogFactory factory) {}

  @Override
  protected boolean runSerially() {
    return sequence.consumeAll(lines, consumer);
  }

  private void write(LogRecordUtf8Sink line) {
    // Advice, which the engine hands to every writer, is for its developers.
    if ((line.getLevel() & LogLevel.CRITICAL) != 0) {
      LOG.error(line.toString().strip());
    } else if ((line.getLevel() & LogLevel.ERROR) != 0) {
      LOG.warn(line.toString().strip());
    }
  }
}
