package io.poyang.edge.forward;

import io.poyang.edge.uplink.UplinkRefusedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether ingest refuses this log as the copy of another. Batches from before the copy was made are
 * still taken, and have lower numbers; only one from after it says that the matter is settled.
 */
final class CopiedLog {
  private static final Logger log = LoggerFactory.getLogger(CopiedLog.class);

  private long newestRefused;
  private volatile @Nullable String complaint;

  void refused(long sequence, UplinkRefusedException refusal) {
    newestRefused = Math.max(newestRefused, sequence);
    if (complaint == null) {
      complaint =
          "uplink: ingest knows another log with these batch numbers and refuses this one (%s): the"
                  .formatted(refusal.reason().orElse("no reason given"))
              + " agent's disk was restored or cloned; stop the agent, run ./poyang log renew"
              + " --config FILE, start it again";
      log.error("{}", complaint);
    }
  }

  void taken(long sequence) {
    if (complaint != null && sequence >= newestRefused) {
      complaint = null;
      log.info("uplink: ingest takes batches of this log again");
    }
  }

  /** What is wrong and how to mend it; null where ingest refuses nothing for this. Any thread. */
  @Nullable String complaint() {
    return complaint;
  }
}
