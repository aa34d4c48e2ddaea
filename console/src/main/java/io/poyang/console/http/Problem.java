package io.poyang.console.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/**
 * An error as RFC 9457 writes it.
 *
 * @param kind the last word of its type, such as {@code unknown-signal}
 * @param detail what was wrong, what it was and what it must be
 */
public record Problem(int status, String kind, String title, String detail) {
  public static final String MEDIA_TYPE = "application/problem+json";

  public static Problem badRequest(String detail) {
    return new Problem(400, "bad-request", "Bad request", detail);
  }

  public static Problem unknown(String thing, String id) {
    return new Problem(
        404, "unknown-" + thing, "Not found", thing + " " + id + " is not in the catalogue");
  }

  public static Problem noSuchPath(String path) {
    return new Problem(
        404,
        "no-such-path",
        "Not found",
        "nothing answers at " + path + "; /openapi.yaml lists what does");
  }

  public static Problem busy(String detail) {
    return new Problem(503, "busy", "Service unavailable", detail);
  }

  public static Problem internal() {
    return new Problem(
        500,
        "internal",
        "Internal server error",
        "the request failed for a reason that is ours; the server's log has it");
  }

  public ProblemException asException() {
    return new ProblemException(this);
  }

  Buffer body() {
    return new JsonObject()
        .put("type", "urn:poyang:problem:" + kind)
        .put("title", title)
        .put("status", status)
        .put("detail", detail)
        .toBuffer();
  }
}
