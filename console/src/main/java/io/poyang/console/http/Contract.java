package io.poyang.console.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.MediaType;
import io.vertx.openapi.contract.OpenAPIContract;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the API promises: {@code openapi.yaml} of the class path. */
public final class Contract {
  private static final String RESOURCE = "/openapi.yaml";

  private final byte[] yaml;
  private final JsonObject document;
  private final List<Operation> operations = new ArrayList<>();

  private Contract(byte[] yaml, JsonObject document) {
    this.yaml = yaml;
    this.document = document;
    JsonObject paths = document.getJsonObject("paths");
    for (String path : paths.fieldNames()) {
      JsonObject methods = paths.getJsonObject(path);
      for (String method : methods.fieldNames()) {
        JsonObject operation = methods.getJsonObject(method);
        operations.add(
            new Operation(
                operation.getString("operationId"),
                method.toUpperCase(Locale.ROOT),
                path,
                operation.containsKey("security"),
                produced(operation),
                parameters(operation)));
      }
    }
  }

  @SuppressWarnings("unchecked")
  public static Contract read() {
    try (InputStream in = Contract.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("openapi.yaml is missing in the class path");
      }
      byte[] yaml = in.readAllBytes();
      Map<String, Object> document = new ObjectMapper(new YAMLFactory()).readValue(yaml, Map.class);
      return new Contract(yaml, new JsonObject(document));
    } catch (IOException e) {
      throw new UncheckedIOException("openapi.yaml cannot be read", e);
    }
  }

  /** The file as it is. */
  public Buffer yaml() {
    return Buffer.buffer(yaml);
  }

  /**
   * The contract as Vert.x takes it. Vert.x 5.0 refuses a contract with a media type that it cannot
   * validate, so those are given to it as the nearest one that it can.
   */
  public Future<OpenAPIContract> load(Vertx vertx) {
    return OpenAPIContract.from(vertx, (JsonObject) withKnownMediaTypes(document));
  }

  /** The media type under which Vert.x knows a response body of the given type. */
  public static String knownMediaType(String mediaType) {
    if (MediaType.isMediaTypeSupported(mediaType)) {
      return mediaType;
    }
    return mediaType.endsWith("+json") ? MediaType.APPLICATION_JSON : MediaType.TEXT_PLAIN;
  }

  private static Object withKnownMediaTypes(Object node) {
    if (node instanceof JsonArray array) {
      JsonArray copy = new JsonArray();
      array.forEach(item -> copy.add(withKnownMediaTypes(item)));
      return copy;
    }
    if (!(node instanceof JsonObject object)) {
      return node;
    }
    JsonObject copy = new JsonObject();
    object.forEach(
        entry -> {
          Object value = withKnownMediaTypes(entry.getValue());
          copy.put(
              entry.getKey(),
              entry.getKey().equals("content") ? renamed((JsonObject) value) : value);
        });
    return copy;
  }

  private static JsonObject renamed(JsonObject content) {
    JsonObject copy = new JsonObject();
    content.forEach(
        entry -> {
          String known = knownMediaType(entry.getKey());
          Object body =
              known.equals(MediaType.TEXT_PLAIN)
                  ? new JsonObject()
                      .put("schema", new JsonObject().put("type", "string").put("format", "binary"))
                  : entry.getValue();
          copy.put(known, body);
        });
    return copy;
  }

  /** Every operation, in the order of the file. */
  public List<Operation> operations() {
    return List.copyOf(operations);
  }

  /** Those of a path, one a method; a path that is written out goes before one with a hole. */
  public List<Operation> at(String path) {
    List<Operation> exact = operations.stream().filter(one -> one.path().equals(path)).toList();
    return exact.isEmpty() ? operations.stream().filter(one -> one.fits(path)).toList() : exact;
  }

  private static List<String> produced(JsonObject operation) {
    JsonObject ok = operation.getJsonObject("responses").getJsonObject("200");
    return List.copyOf(ok.getJsonObject("content").fieldNames());
  }

  private List<Parameter> parameters(JsonObject operation) {
    List<Parameter> parameters = new ArrayList<>();
    JsonArray declared = operation.getJsonArray("parameters", new JsonArray());
    for (int i = 0; i < declared.size(); i++) {
      JsonObject parameter = declared.getJsonObject(i);
      JsonObject schema = resolved(parameter.getJsonObject("schema"));
      JsonObject items =
          schema.containsKey("items") ? resolved(schema.getJsonObject("items")) : schema;
      parameters.add(
          new Parameter(
              parameter.getString("name"),
              parameter.getString("in").equals("path"),
              parameter.getBoolean("required", false),
              schema.getInteger("maxItems", 1),
              items));
    }
    return parameters;
  }

  private JsonObject resolved(JsonObject schema) {
    String reference = schema.getString("$ref");
    if (reference == null) {
      return schema;
    }
    JsonObject node = document;
    for (String part : reference.substring("#/".length()).split("/")) {
      node = node.getJsonObject(part);
    }
    return node;
  }

  /**
   * One operation.
   *
   * @param path as the contract has it, with holes such as {@code {number}}
   * @param guarded whether it takes the administrator's token
   * @param produced the media types of its answer, the preferred one first
   */
  public record Operation(
      String id,
      String method,
      String path,
      boolean guarded,
      List<String> produced,
      List<Parameter> parameters) {
    /** A GET; whatever else there is changes something. */
    public boolean reads() {
      return method.equals("GET");
    }

    boolean fits(String asked) {
      return asked.matches(path.replaceAll("\\{[^}]+}", "[^/]+"));
    }
  }

  /**
   * A parameter of the query or of the path.
   *
   * @param inPath always there, since the path would be another one without it
   * @param most how often it may be given
   * @param schema what each of its values must be
   */
  public record Parameter(
      String name, boolean inPath, boolean required, int most, JsonObject schema) {}
}
