package io.poyang.edge.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.OperationLimits;
import org.eclipse.milo.opcua.sdk.client.SessionActivityListener;
import org.eclipse.milo.opcua.sdk.client.UaSession;
import org.eclipse.milo.opcua.sdk.client.subscriptions.MonitoredItemServiceOperationResult;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.DataChangeTrigger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.DeadbandType;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.DataChangeFilter;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;

/**
 * One connection to a server with its one subscription. It is thrown away whole when it breaks: the
 * next one resolves every node anew.
 *
 * <p>Its methods block, each no longer than a request may take; its events come on Milo's threads.
 */
final class OpcUaLink {
  private static final int MOST_NODES_A_READ = 500;

  /** What happens on a connection. No call may block. */
  interface Events {
    void received(List<OpcUaMonitoredItem> items, List<DataValue> values);

    /** Lost notifications that the server could not send again. */
    void missed();

    /** The session is away; Milo tries to get it back, and the subscription with it. */
    void paused();

    void resumed();

    /** Nothing more will come. */
    void broken(String why);
  }

  private final OpcUaConfig config;
  private final OpcUaClient client;
  private final OpcUaSubscription subscription;
  private final Pace pace;
  private final Events events;
  private volatile long heardNanos = System.nanoTime();

  private OpcUaLink(OpcUaConfig config, OpcUaClient client, Pace pace, Events events) {
    this.config = config;
    this.client = client;
    this.pace = pace;
    this.events = events;
    this.subscription =
        new OpcUaSubscription(client, (double) config.publishingInterval().toMillis());
    subscription.setTargetKeepAliveInterval(pace.keepAlive().toMillis());
    subscription.setSubscriptionListener(new Subscribed());
    client.addSessionActivityListener(sessions);
  }

  static OpcUaLink open(
      OpcUaConfig config, ClientIdentity identity, ServerTrust trust, Pace pace, Events events)
      throws LinkException, InterruptedException {
    OpcUaClient client = new Dialling(config, identity, trust, pace).dial();
    OpcUaLink link = new OpcUaLink(config, client, pace, events);
    boolean created = false;
    try {
      link.call(
          () -> {
            link.subscription.create();
            return link;
          });
      created = true;
    } finally {
      if (!created) {
        link.close();
      }
    }
    link.heardNanos = System.nanoTime();
    return link;
  }

  /** How long the server has said nothing, although it promised a keep-alive. */
  Duration silence() {
    return Duration.ofNanos(System.nanoTime() - heardNanos);
  }

  /** What the server agreed to at least say something in. */
  Duration keepAlive() {
    double publishing = subscription.getRevisedPublishingInterval().orElse(0.0);
    long count = subscription.getRevisedMaxKeepAliveCount().map(UInteger::longValue).orElse(1L);
    Duration agreed = Duration.ofMillis((long) (publishing * count));
    return agreed.compareTo(pace.keepAlive()) > 0 ? agreed : pace.keepAlive();
  }

  NamespaceTable namespaces() {
    return client.getNamespaceTable();
  }

  OpcUaClient client() {
    return client;
  }

  OperationLimits limits() throws LinkException, InterruptedException {
    return call(client::getOperationLimits);
  }

  /** A server may come to have a namespace while it runs. */
  void refreshNamespaces() throws LinkException, InterruptedException {
    await(client.readNamespaceTableAsync());
  }

  /** Has the server watch these; those it does not have end without a node. */
  void monitor(Collection<Watch> watches) throws LinkException, InterruptedException {
    List<OpcUaMonitoredItem> items = new ArrayList<>();
    for (Watch watch : watches) {
      watch.detach();
      watch.node = watch.address().node().in(namespaces()).orElse(null);
      if (watch.node != null) {
        items.add(item(watch, watch.node));
      }
    }
    subscription.addMonitoredItems(items);
    boolean refused = false;
    for (MonitoredItemServiceOperationResult result : call(subscription::createMonitoredItems)) {
      refused |= apply(result);
    }
    if (refused) {
      for (MonitoredItemServiceOperationResult result : call(subscription::createMonitoredItems)) {
        apply(result);
      }
    }
  }

  /** True when the item must be tried again, without its filter. */
  private boolean apply(MonitoredItemServiceOperationResult result) throws LinkException {
    if (!result.serviceResult().isGood()) {
      throw new LinkException(
          "monitored items were refused: " + Statuses.name(result.serviceResult()),
          result.serviceResult());
    }
    OpcUaMonitoredItem item = result.monitoredItem();
    Watch watch = watch(item);
    StatusCode status = result.operationResult().orElse(StatusCode.BAD);
    if (status.isGood()) {
      watch.item = item;
      watch.touch();
      return false;
    }
    if (Statuses.isFilterRefused(status) && item.getFilter() != null) {
      watch.filterRefused = true;
      item.setFilter(null);
      return true;
    }
    subscription.removeMonitoredItem(item);
    watch.detach();
    return false;
  }

  private OpcUaMonitoredItem item(Watch watch, NodeId node) {
    OpcUaMonitoredItem item = OpcUaMonitoredItem.newDataItem(node);
    item.setUserObject(watch);
    item.setSamplingInterval(config.samplingInterval().toMillis());
    item.setQueueSize(uint(config.queueSize()));
    if (watch.deadband() > 0 && !watch.filterRefused) {
      item.setFilter(
          new DataChangeFilter(
              DataChangeTrigger.StatusValue,
              uint(DeadbandType.Absolute.getValue()),
              watch.deadband()));
    }
    return item;
  }

  static Watch watch(OpcUaMonitoredItem item) {
    return (Watch) item.getUserObject().orElseThrow();
  }

  /** Lets go of a signal whose node is gone, so that it can be asked for anew. */
  void forget(Watch watch) {
    OpcUaMonitoredItem item = watch.item;
    watch.detach();
    if (item != null) {
      subscription.removeMonitoredItem(item);
      executor().execute(subscription::deleteMonitoredItems);
    }
  }

  /** Reads what the server would say now; the answer comes on Milo's threads. */
  CompletableFuture<List<DataValue>> present(List<Watch> watches) {
    List<ReadValueId> wanted =
        watches.stream().map(watch -> read(node(watch), AttributeId.Value)).toList();
    return client
        .readAsync(0, TimestampsToReturn.Both, wanted)
        .thenApply(
            response -> response.getResults() == null ? List.of() : List.of(response.getResults()));
  }

  /** Reads attributes, as many calls as it takes; one answer for each. */
  List<DataValue> read(List<ReadValueId> wanted) throws LinkException, InterruptedException {
    List<DataValue> values = new ArrayList<>();
    int most = mostNodesARead();
    for (int from = 0; from < wanted.size(); from += most) {
      List<ReadValueId> part = wanted.subList(from, Math.min(wanted.size(), from + most));
      DataValue[] results =
          await(client.readAsync(0, TimestampsToReturn.Both, part), pace.request()).getResults();
      if (results == null || results.length != part.size()) {
        throw new LinkException(
            "read answered without its results", new StatusCode(StatusCodes.Bad_UnknownResponse));
      }
      values.addAll(List.of(results));
    }
    return values;
  }

  static NodeId node(Watch watch) {
    return watch.node == null ? NodeId.NULL_VALUE : watch.node;
  }

  static ReadValueId read(NodeId node, AttributeId attribute) {
    return new ReadValueId(node, attribute.uid(), null, QualifiedName.NULL_VALUE);
  }

  int mostNodesARead() throws LinkException, InterruptedException {
    return limits()
        .maxNodesPerRead()
        .map(UInteger::intValue)
        .filter(most -> most > 0 && most < MOST_NODES_A_READ)
        .orElse(MOST_NODES_A_READ);
  }

  /**
   * Milo's blocking calls wait for a session for as long as there is none, so they wait on one of
   * its own threads, which is let go when the connection is closed.
   */
  private <T> T call(Callable<T> service) throws LinkException, InterruptedException {
    CompletableFuture<T> answer = new CompletableFuture<>();
    executor()
        .execute(
            () -> {
              try {
                answer.complete(service.call());
              } catch (Exception e) {
                answer.completeExceptionally(e);
              }
            });
    return await(answer, pace.request().multipliedBy(2));
  }

  private ExecutorService executor() {
    return client.getTransport().getConfig().getExecutor();
  }

  <T> T await(CompletableFuture<T> answer) throws LinkException, InterruptedException {
    return await(answer, pace.request());
  }

  static <T> T await(CompletableFuture<T> answer, Duration longest)
      throws LinkException, InterruptedException {
    try {
      return answer.get(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new LinkException(String.valueOf(e.getCause()), e);
    } catch (TimeoutException e) {
      throw new LinkException(
          "no answer within " + longest.toMillis() + " ms",
          new StatusCode(StatusCodes.Bad_Timeout));
    }
  }

  /** Starts to disconnect; a frozen server is not waited for. */
  CompletableFuture<OpcUaClient> close() {
    subscription.setSubscriptionListener(null);
    client.removeSessionActivityListener(sessions);
    return client.disconnectAsync();
  }

  private final SessionActivityListener sessions =
      new SessionActivityListener() {
        @Override
        public void onSessionActive(UaSession session) {
          events().resumed();
        }

        @Override
        public void onSessionInactive(UaSession session) {
          events().paused();
        }
      };

  private Events events() {
    return events;
  }

  private final class Subscribed implements OpcUaSubscription.SubscriptionListener {
    @Override
    public void onDataReceived(
        OpcUaSubscription from, List<OpcUaMonitoredItem> items, List<DataValue> values) {
      heardNanos = System.nanoTime();
      events.received(items, values);
    }

    @Override
    public void onKeepAliveReceived(OpcUaSubscription from) {
      heardNanos = System.nanoTime();
    }

    @Override
    public void onNotificationDataLost(OpcUaSubscription from) {
      events.missed();
    }

    @Override
    public void onStatusChanged(OpcUaSubscription from, StatusCode status) {
      if (status.isBad()) {
        events.broken("server ended the subscription: " + Statuses.name(status));
      }
    }

    @Override
    public void onTransferFailed(OpcUaSubscription from, StatusCode status) {
      events.broken("server does not know the subscription any more, it was restarted");
    }
  }
}
