package io.poyang.edge.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.milo.opcua.sdk.core.AccessLevel;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UByte;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryData;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadResult;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadRawModifiedDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;

/** Reads back from a server's history what was not handed on, oldest first. */
final class HistoryFill {
  private static final int VALUES_A_PAGE = 1_000;
  private static final int NODES_A_CALL = 10;

  /** Takes one signal's next values; false when they could not be made safe: stop here. */
  interface Page {
    boolean take(Watch watch, List<DataValue> values) throws InterruptedException;
  }

  private final OpcUaLink link;
  private final Page page;
  private final long deadlineNanos;

  /**
   * @param longest after this a fill stops where it is; the rest keeps its place for the next one
   */
  HistoryFill(OpcUaLink link, Page page, Duration longest) {
    this.link = link;
    this.page = page;
    this.deadlineNanos = System.nanoTime() + longest.toNanos();
  }

  /** Those of the signals that the server says it keeps history of. */
  List<Watch> withHistory(List<Watch> watches) throws LinkException, InterruptedException {
    List<ReadValueId> wanted = new ArrayList<>();
    for (Watch watch : watches) {
      NodeId node = OpcUaLink.node(watch);
      wanted.add(OpcUaLink.read(node, AttributeId.AccessLevel));
      wanted.add(OpcUaLink.read(node, AttributeId.Historizing));
    }
    List<DataValue> answers = link.read(wanted);
    List<Watch> kept = new ArrayList<>();
    for (int i = 0; i < watches.size(); i++) {
      Object access = answers.get(2 * i).value().value();
      Object historizing = answers.get(2 * i + 1).value().value();
      if (access instanceof UByte level
          && AccessLevel.fromValue(level).contains(AccessLevel.HistoryRead)
          && Boolean.TRUE.equals(historizing)) {
        kept.add(watches.get(i));
      }
    }
    return kept;
  }

  /** The server's own time, up to which its history is complete. */
  Instant serverTime(Instant otherwise) throws LinkException, InterruptedException {
    DataValue now =
        link.read(
                List.of(OpcUaLink.read(NodeIds.Server_ServerStatus_CurrentTime, AttributeId.Value)))
            .getFirst();
    return now.value().value() instanceof DateTime time && time.isNotNull()
        ? time.getJavaInstant()
        : otherwise;
  }

  /**
   * Reads every signal from where it lost values up to {@code until}. A signal is filled when all
   * of it was taken.
   *
   * @return signals whose history the server refused, with its reason
   */
  Map<Watch, StatusCode> fill(List<Watch> watches, Instant until)
      throws LinkException, InterruptedException {
    Map<Watch, StatusCode> refused = new HashMap<>();
    int most =
        link.limits()
            .maxNodesPerHistoryReadData()
            .map(UInteger::intValue)
            .filter(limit -> limit > 0 && limit < NODES_A_CALL)
            .orElse(NODES_A_CALL);
    for (int from = 0; from < watches.size(); from += most) {
      List<Watch> group = watches.subList(from, Math.min(watches.size(), from + most));
      if (!fillGroup(group, until, refused)) {
        break;
      }
    }
    return refused;
  }

  private boolean fillGroup(List<Watch> group, Instant until, Map<Watch, StatusCode> refused)
      throws LinkException, InterruptedException {
    Instant from = group.stream().map(HistoryFill::lostFrom).min(Instant::compareTo).orElse(until);
    ReadRawModifiedDetails details =
        new ReadRawModifiedDetails(
            false, new DateTime(from), new DateTime(until), uint(VALUES_A_PAGE), false);
    Map<Watch, ByteString> open = new HashMap<>();
    group.forEach(watch -> open.put(watch, ByteString.NULL_VALUE));
    while (!open.isEmpty()) {
      List<Watch> asked = group.stream().filter(open::containsKey).toList();
      HistoryReadResult[] results = results(details, asked, open);
      for (int i = 0; i < asked.size(); i++) {
        Watch watch = asked.get(i);
        HistoryReadResult result = results[i];
        open.remove(watch);
        if (result.getStatusCode().isBad()) {
          refused.put(watch, result.getStatusCode());
        } else if (!take(watch, result)) {
          release(details, open);
          return false;
        } else if (result.getContinuationPoint() != null
            && result.getContinuationPoint().isNotNull()) {
          open.put(watch, result.getContinuationPoint());
        } else {
          watch.filled();
        }
      }
      if (System.nanoTime() > deadlineNanos) {
        release(details, open);
        return false;
      }
    }
    return true;
  }

  private boolean take(Watch watch, HistoryReadResult result) throws InterruptedException {
    if (result.getHistoryData() == null
        || !(result.getHistoryData().decode(link.client().getStaticEncodingContext())
            instanceof HistoryData data)
        || data.getDataValues() == null) {
      return true;
    }
    // One call reads its signals from the earliest loss among them.
    List<DataValue> missing =
        List.of(data.getDataValues()).stream()
            .filter(value -> isAfter(value, lostFrom(watch)))
            .toList();
    return missing.isEmpty() || page.take(watch, missing);
  }

  private static boolean isAfter(DataValue value, Instant from) {
    Instant at = Decoded.time(value.sourceTime());
    return at == null || at.isAfter(from);
  }

  private HistoryReadResult[] results(
      ReadRawModifiedDetails details, List<Watch> asked, Map<Watch, ByteString> open)
      throws LinkException, InterruptedException {
    List<HistoryReadValueId> wanted =
        asked.stream()
            .map(watch -> wanted(watch, open.getOrDefault(watch, ByteString.NULL_VALUE)))
            .toList();
    HistoryReadResponse response =
        link.await(link.client().historyReadAsync(details, TimestampsToReturn.Both, false, wanted));
    HistoryReadResult[] results = response.getResults();
    if (results == null || results.length != asked.size()) {
      throw new LinkException(
          "history was answered without its results",
          new StatusCode(StatusCodes.Bad_UnknownResponse));
    }
    return results;
  }

  /** A server keeps a place for each unfinished read, and has few of them. */
  private void release(ReadRawModifiedDetails details, Map<Watch, ByteString> open) {
    List<HistoryReadValueId> places =
        Set.copyOf(open.entrySet()).stream()
            .filter(place -> place.getValue().isNotNull())
            .map(place -> wanted(place.getKey(), place.getValue()))
            .toList();
    if (!places.isEmpty()) {
      link.client().historyReadAsync(details, TimestampsToReturn.Both, true, places);
    }
  }

  private static HistoryReadValueId wanted(Watch watch, ByteString place) {
    return new HistoryReadValueId(OpcUaLink.node(watch), null, QualifiedName.NULL_VALUE, place);
  }

  private static Instant lostFrom(Watch watch) {
    Instant from = watch.lostFrom();
    return from == null ? Instant.MAX : from;
  }
}
