package io.poyang.plants.opcua;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadRawModifiedDetails;
import org.jspecify.annotations.Nullable;

/**
 * Answers a HistoryRead in pages. A continuation point is the source time to go on from, so the
 * server need not remember any.
 */
final class HistoryPages {
  private static final int LARGEST_PAGE = 1_000;

  /**
   * @param next where the next page begins, or null where this was the last
   */
  record Page(List<DataValue> values, @Nullable ByteString next) {}

  private HistoryPages() {}

  /** The page asked for; empty where the continuation point is none of ours. */
  static Optional<Page> page(
      ReadRawModifiedDetails asked, @Nullable ByteString point, ValueHistory history) {
    Instant from = time(asked.getStartTime());
    Instant to = time(asked.getEndTime());
    if (from == null) {
      // Without a start the newest come first, back from the end (OPC 10000-11, 6.4.3.2).
      from = to == null ? Instant.MAX : to;
      to = Instant.MIN;
    } else if (to == null) {
      to = Instant.MAX;
    }
    byte[] bytes = point == null ? null : point.bytes();
    if (bytes != null && bytes.length > 0) {
      if (bytes.length != Long.BYTES) {
        return Optional.empty();
      }
      from = new DateTime(ByteBuffer.wrap(bytes).getLong()).getJavaInstant();
    }
    List<DataValue> found = history.between(from, to);
    long asMany = asked.getNumValuesPerNode().longValue();
    int size = (int) (asMany == 0 ? LARGEST_PAGE : Math.min(asMany, LARGEST_PAGE));
    if (found.size() <= size) {
      return Optional.of(new Page(found, null));
    }
    return Optional.of(new Page(found.subList(0, size), pointAt(found.get(size))));
  }

  private static @Nullable Instant time(@Nullable DateTime time) {
    return time == null || time.isNull() ? null : time.getJavaInstant();
  }

  private static ByteString pointAt(DataValue value) {
    DateTime source = value.sourceTime();
    long ticks = source == null ? 0 : source.utcTime();
    return ByteString.of(ByteBuffer.allocate(Long.BYTES).putLong(ticks).array());
  }
}
