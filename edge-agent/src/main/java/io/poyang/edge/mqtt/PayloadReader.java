package io.poyang.edge.mqtt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.Reading;
import io.poyang.telemetry.SignalId;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Decides what a message says. Touches nothing but its arguments. */
final class PayloadReader {
  private static final int MOST_BYTES = 1 << 20;
  private static final int LONGEST_NUMBER = 64;
  private static final int LONGEST_SHOWN = 80;

  // A NaN in one member must cost that member alone, not the whole message.
  private static final ObjectReader JSON =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .reader();

  /** A part of a message that gave no reading. */
  record Refusal(Unreadable kind, String what) {}

  /** All that a message said: readings in its order, and what could not be read. */
  record Content(List<Reading> readings, List<Refusal> refusals) {
    Content() {
      this(new ArrayList<>(), new ArrayList<>());
    }

    private void refuse(UnreadableException e, String where) {
      refusals.add(new Refusal(e.kind(), where + e.what()));
    }
  }

  private final JsonNode root;
  private final @Nullable Instant arrivedAt;
  private final Content content;

  /**
   * @param arrivedAt the time of values whose payload has none; null where it says nothing of them
   */
  private PayloadReader(JsonNode root, @Nullable Instant arrivedAt, Content content) {
    this.root = root;
    this.arrivedAt = arrivedAt;
    this.content = content;
  }

  /**
   * @param signals the mapping's signals for this topic, in the mapping's order
   * @param arrivedAt when the message came
   */
  static Content read(Mapping mapping, List<SignalId> signals, Message message, Instant arrivedAt) {
    Content content = new Content();
    try {
      if (message.payload().length > MOST_BYTES) {
        throw new UnreadableException(
            Unreadable.TOO_LARGE, "message has " + message.payload().length + " bytes");
      }
      JsonNode root =
          mapping.payload() == Mapping.Payload.JSON
              ? json(message.payload())
              : number(message.payload());
      // A retained message may be of any age.
      Instant stamp = message.retained() ? null : arrivedAt;
      new PayloadReader(root, stamp, content).readAll(mapping, signals);
    } catch (UnreadableException e) {
      content.refuse(e, "");
    }
    return content;
  }

  private void readAll(Mapping mapping, List<SignalId> signals) throws UnreadableException {
    for (JsonNode record : records(mapping)) {
      for (int i = 0; i < signals.size(); i++) {
        try {
          content.readings().add(reading(mapping.signals().get(i), signals.get(i), record));
        } catch (UnreadableException e) {
          content.refuse(e, "signal " + signals.get(i) + ": ");
        }
      }
    }
  }

  private Iterable<JsonNode> records(Mapping mapping) throws UnreadableException {
    if (mapping.each() == null) {
      return List.of(root);
    }
    JsonNode records = root.at(mapping.each());
    if (!records.isArray()) {
      throw new UnreadableException(
          Unreadable.NO_VALUE, "no list at " + mapping.each() + " but " + shown(records));
    }
    return records;
  }

  private Reading reading(SignalMapping mapping, SignalId signal, JsonNode record)
      throws UnreadableException {
    double value = value(mapping, record.at(mapping.value()));
    Instant at = time(mapping.fields().time(), record);
    Quality quality = mapping.fields().quality(record, root);
    if (!Reading.isPossible(value, quality.status())) {
      throw new UnreadableException(
          Unreadable.NOT_A_NUMBER, valueOf(mapping) + " is no finite number");
    }
    return new Reading(signal, at, value, quality);
  }

  private Instant time(@Nullable TimeField field, JsonNode record) throws UnreadableException {
    if (field != null) {
      return field.time(PayloadFields.find(field.pointer(), record, root));
    }
    if (arrivedAt == null) {
      throw new UnreadableException(
          Unreadable.RETAINED, "a retained message without a time of its own is passed over");
    }
    return arrivedAt;
  }

  private static double value(SignalMapping mapping, JsonNode node) throws UnreadableException {
    return switch (node.getNodeType()) {
      case NUMBER -> node.doubleValue();
      case BOOLEAN -> node.booleanValue() ? 1 : 0;
      case STRING -> state(mapping, node);
      case NULL -> Double.NaN; // Nothing was measured: possible where the quality says so too.
      case MISSING ->
          throw new UnreadableException(Unreadable.NO_VALUE, "nothing at " + mapping.value());
      default ->
          throw new UnreadableException(
              Unreadable.NOT_A_NUMBER, valueOf(mapping) + " was " + shown(node));
    };
  }

  private static double state(SignalMapping mapping, JsonNode node) throws UnreadableException {
    Integer state = mapping.states().get(node.textValue().strip().toLowerCase(Locale.ROOT));
    if (state == null) {
      throw new UnreadableException(
          Unreadable.NOT_A_NUMBER,
          valueOf(mapping)
              + " was the text "
              + shown(node)
              + (mapping.states().isEmpty() ? "" : ", which names none of its states"));
    }
    return state;
  }

  private static String valueOf(SignalMapping mapping) {
    return mapping.value().matches() ? "value" : "value at " + mapping.value();
  }

  private static JsonNode json(byte[] payload) throws UnreadableException {
    try {
      JsonNode root = JSON.readTree(payload);
      return root == null ? MissingNode.getInstance() : root;
    } catch (JsonProcessingException e) {
      throw new UnreadableException(
          Unreadable.MALFORMED,
          "not JSON at byte "
              + (e.getLocation() == null ? 0 : e.getLocation().getByteOffset())
              + ": "
              + cut(new String(payload, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UnreadableException(Unreadable.MALFORMED, "not JSON: " + e.getMessage());
    }
  }

  /** A plain payload as the JSON it would be: a number, true or false, or else a text. */
  private static JsonNode number(byte[] payload) {
    String text = new String(payload, StandardCharsets.UTF_8).strip();
    if (text.length() <= LONGEST_NUMBER) {
      if (text.equals("true") || text.equals("false")) {
        return BooleanNode.valueOf(text.equals("true"));
      }
      try {
        // Unlike Double.parseDouble this takes neither NaN nor 0x1p3 nor 10f.
        return DoubleNode.valueOf(new BigDecimal(text).doubleValue());
      } catch (NumberFormatException e) {
        return TextNode.valueOf(text);
      }
    }
    return TextNode.valueOf(text);
  }

  static String shown(JsonNode node) {
    return node.isMissingNode() ? "missing" : cut(node.toString());
  }

  private static String cut(String text) {
    String line = text.replaceAll("\\p{Cntrl}", " ");
    return line.length() <= LONGEST_SHOWN ? line : line.substring(0, LONGEST_SHOWN) + "...";
  }
}
