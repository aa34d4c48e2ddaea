package io.poyang.ingest.door;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.poyang.ingest.edges.EdgeAccess;
import io.poyang.ingest.intake.Admission;
import io.poyang.ingest.intake.Cargo;
import io.poyang.ingest.intake.Delivery;
import io.poyang.ingest.intake.Lane;
import io.poyang.ingest.intake.Reception;
import io.poyang.ingest.intake.Sender;
import io.poyang.telemetry.Batch;
import io.poyang.telemetry.Gap;
import io.poyang.telemetry.quarantine.Refusal;
import io.poyang.telemetry.wire.Topics;
import io.vertx.core.Context;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.messages.MqttPublishMessage;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import io.vertx.mqtt.messages.codes.MqttPubAckReasonCode;
import io.vertx.mqtt.messages.codes.MqttPubRecReasonCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One accepted client. What comes in belongs to its event loop; the receipts collect on the
 * scribe's thread and cross over once a group.
 */
final class Connection implements Sender {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
  private static final int MQTT_5 = 5;
  private static final int REQUEST_PROBLEM_INFORMATION =
      MqttProperties.MqttPropertyType.REQUEST_PROBLEM_INFORMATION.value();

  /** What an object costs beside its payload. */
  private static final int OVERHEAD = 256;

  private static final int BYTES_PER_READING = 2 * Long.BYTES;

  /** Beside its words; a thousand of them may have come compressed to a few bytes each. */
  private static final int BYTES_PER_GAP = 256;

  /** Beside its words; an edge whose clock is wrong has nothing but refusals. */
  private static final int BYTES_PER_REFUSAL = 512;

  private final MqttEndpoint endpoint;
  private final Line line;
  private final Context context;
  private final EdgeAccess access;
  private final Reception reception;
  private final Reach reach;
  private final String client;
  private final String from;
  private final String live;
  private final String backfill;
  private final String catalogue;
  private final String status;
  private final String json;

  private final Allowance share;

  // Event loop only.
  private boolean paused;

  // Scribe only.
  private int[] tickets = new int[16];
  private int settled;
  private long settledWeight;
  private List<Denial> denials = List.of();

  /** A message that is not taken. */
  private record Denial(int ticket, String why) {}

  Connection(
      MqttEndpoint endpoint, Context context, EdgeAccess access, Reception reception, Reach reach) {
    this.endpoint = endpoint;
    this.line = Line.of(endpoint);
    this.context = context;
    this.access = access;
    this.reception = reception;
    this.reach = reach;
    this.client = access.edge() + "/" + endpoint.clientIdentifier();
    this.share = reach.share(access.edge());
    this.from = String.valueOf(endpoint.remoteAddress());
    this.live = Topics.live(access.edge());
    this.backfill = Topics.backfill(access.edge());
    this.catalogue = Topics.catalogue(access.edge());
    this.status = Topics.status(access.edge());
    this.json = Topics.json(access.edge(), "");
  }

  /** The edge and its client id: a second connection of the same takes the place of the first. */
  String client() {
    return client;
  }

  String from() {
    return from;
  }

  EdgeAccess access() {
    return access;
  }

  void publish(MqttPublishMessage message) {
    reach.edges().seen(access.edge(), reach.clock().instant());
    String topic = message.topicName();
    byte[] payload = message.payload().getBytes();
    Cargo cargo = cargo(topic, payload);
    if (cargo == null) {
      refuse(message, topic);
      return;
    }
    int weight = weight(cargo, payload.length);
    share.charge(weight);
    reach.allowance().charge(weight);
    int ticket = Ticket.of(message.messageId(), message.qosLevel().value());
    reach.intake().deliver(new Delivery(access.edge(), lane(topic), this, ticket, weight, cargo));
    reconsiderHere();
  }

  private @Nullable Cargo cargo(String topic, byte[] payload) {
    if (topic.equals(live) || topic.equals(backfill)) {
      return reception.batch(access, topic, payload);
    } else if (topic.startsWith(json) && topic.length() > json.length()) {
      return reception.json(access, topic, payload);
    } else if (topic.equals(catalogue)) {
      return reception.announcement(access, topic, payload);
    } else if (topic.equals(status)) {
      return reception.status(access, topic, payload);
    }
    return null;
  }

  private Lane lane(String topic) {
    return topic.equals(backfill) ? Lane.BACKFILL : Lane.LIVE;
  }

  static int weight(Cargo cargo, int payload) {
    long kept =
        switch (cargo) {
          case Admission.Whole whole -> weight(whole.batch());
          case Admission.Part part -> weight(part.batch()) + weight(part.refusals());
          case Admission.Refused refused -> weight(refused.refusals());
          case Cargo.Announced news -> weight(news.otherwise().stream().toList());
          case Cargo.Again again -> weight(again.batch());
        };
    return (int) Math.min(Integer.MAX_VALUE, Math.max(payload, kept) + OVERHEAD);
  }

  private static long weight(Batch batch) {
    long weight = (long) batch.size() * BYTES_PER_READING;
    for (Gap gap : batch.gaps()) {
      weight += BYTES_PER_GAP + gap.detail().length() + (long) gap.signals().size() * Long.BYTES;
    }
    return weight;
  }

  private static long weight(List<Refusal> refusals) {
    long weight = 0;
    for (Refusal refusal : refusals) {
      int original = refusal.original().map(kept -> kept.payload().length).orElse(0);
      weight +=
          BYTES_PER_REFUSAL
              + refusal.key().length()
              + refusal.subject().length()
              + refusal.detail().length()
              + refusal.content().length()
              + original;
    }
    return weight;
  }

  /** MQTT 5 can say no to a message; MQTT 3.1.1 can only hang up. */
  private void refuse(MqttPublishMessage message, String topic) {
    reach.meters().foreignTopics.increment();
    if (reach.occasional().isDue("topic " + client, reach.clock().instant())) {
      LOG.warn(
          "door: edge {} published to topic '{}', which is none of its own; it may use {}, {}, {},"
              + " {} and {}<device>",
          access.edge(),
          topic,
          live,
          backfill,
          catalogue,
          status,
          json);
    }
    if (endpoint.protocolVersion() < MQTT_5) {
      endpoint.close();
    } else if (message.qosLevel() == MqttQoS.AT_LEAST_ONCE) {
      endpoint.publishAcknowledge(
          message.messageId(), MqttPubAckReasonCode.NOT_AUTHORIZED, MqttProperties.NO_PROPERTIES);
    } else if (message.qosLevel() == MqttQoS.EXACTLY_ONCE) {
      disconnect(MqttDisconnectReasonCode.NOT_AUTHORIZED);
    }
  }

  /** Stops reading while too much is outstanding, goes on when there is room again. */
  private void reconsiderHere() {
    if (!endpoint.isConnected()) {
      return;
    }
    boolean own = share.isSpent();
    boolean all = reach.allowance().isSpent();
    boolean pause = own || all || line.isFull();
    if (pause != paused) {
      paused = pause;
      line.read(!pause);
      if (pause) {
        reach.meters().pauses.increment();
        if (own) {
          reach.edges().paused(access.edge());
        }
      }
    }
    if (own) {
      share.await(this);
    }
    if (all) {
      reach.allowance().await(this);
    }
  }

  /** As {@link #reconsiderHere}, from any thread. */
  void reconsider() {
    context.runOnContext(unused -> reconsiderHere());
  }

  @Override
  public void settled(int ticket, int weight) {
    if (settled == tickets.length) {
      tickets = Arrays.copyOf(tickets, settled * 2);
    }
    tickets[settled++] = ticket;
    settledWeight += weight;
  }

  @Override
  public void refused(int ticket, int weight, String why) {
    if (denials.isEmpty()) {
      denials = new ArrayList<>();
    }
    denials.add(new Denial(ticket, why));
    settledWeight += weight;
  }

  @Override
  public void settle() {
    int[] sent = tickets;
    List<Denial> denied = denials;
    int count = settled;
    long weight = settledWeight;
    tickets = new int[Math.max(16, count)];
    settled = 0;
    settledWeight = 0;
    denials = List.of();
    share.release(weight);
    reach.allowance().release(weight);
    context.runOnContext(unused -> answer(sent, count, denied));
  }

  private void answer(int[] sent, int count, List<Denial> denied) {
    if (!endpoint.isConnected()) {
      return;
    }
    line.acknowledge(sent, count);
    if (!denied.isEmpty()) {
      deny(denied);
    }
    if (line.isFull()) {
      line.whenDrained(this::reconsiderHere);
      reconsiderHere();
    }
  }

  private void deny(List<Denial> denied) {
    if (endpoint.protocolVersion() < MQTT_5) {
      endpoint.close();
      return;
    }
    for (Denial denial : denied) {
      int messageId = Ticket.messageId(denial.ticket());
      MqttProperties words = reason(denial.why());
      switch (Ticket.quality(denial.ticket())) {
        case AT_LEAST_ONCE ->
            endpoint.publishAcknowledge(
                messageId, MqttPubAckReasonCode.IMPLEMENTATION_SPECIFIC_ERROR, words);
        case EXACTLY_ONCE ->
            endpoint.publishReceived(
                messageId, MqttPubRecReasonCode.IMPLEMENTATION_SPECIFIC_ERROR, words);
        default -> {}
      }
    }
  }

  /** In words, unless the client has asked for codes alone. */
  private MqttProperties reason(String why) {
    MqttProperties.MqttProperty<?> wanted =
        endpoint.connectProperties().getProperty(REQUEST_PROBLEM_INFORMATION);
    MqttProperties words = new MqttProperties();
    if (wanted == null || !Integer.valueOf(0).equals(wanted.value())) {
      words.add(
          new MqttProperties.StringProperty(
              MqttProperties.MqttPropertyType.REASON_STRING.value(), why));
    }
    return words;
  }

  /** Nothing is to be told any more. */
  void leave() {
    share.forget(this);
    reach.allowance().forget(this);
  }

  void publishRelease(int messageId) {
    endpoint.publishComplete(messageId);
  }

  /** A newer connection of the same client has come. */
  void makeWay() {
    context.runOnContext(
        unused -> {
          if (endpoint.isConnected()) {
            LOG.info(
                "door: edge {} connected again, closing {} from {}", access.edge(), client, from);
            disconnect(MqttDisconnectReasonCode.SESSION_TAKEN_OVER);
          }
        });
  }

  void disconnect(MqttDisconnectReasonCode reason) {
    if (endpoint.isConnected()) {
      endpoint.disconnect(reason, MqttProperties.NO_PROPERTIES);
    }
  }

  void shutDown() {
    context.runOnContext(unused -> disconnect(MqttDisconnectReasonCode.SERVER_SHUTTING_DOWN));
  }
}
