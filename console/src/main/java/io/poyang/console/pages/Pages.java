package io.poyang.console.pages;

import io.poyang.console.http.Answers;
import io.poyang.console.http.Problem;
import io.poyang.console.http.Workers;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Serves the built pages from a folder of the class path. A path without a file ending is a place
 * within the pages and gets {@code index.html}.
 */
public final class Pages {
  private static final String INDEX = "index.html";
  private static final Pattern FILE =
      Pattern.compile("(?:[A-Za-z0-9_-][A-Za-z0-9_.-]*/)*[A-Za-z0-9_-][A-Za-z0-9_.-]*");

  private final String folder;
  private final Workers workers;

  /** Grows no further than the folder: only what exists is kept. */
  private final Map<String, Page> read = new ConcurrentHashMap<>();

  /**
   * @param folder of the class path, such as {@code web}
   */
  public Pages(String folder, Workers workers) {
    this.folder = folder;
    this.workers = workers;
  }

  public void page(RoutingContext ctx) {
    String path = ctx.normalizedPath().substring(1);
    String name = path.substring(path.lastIndexOf('/') + 1);
    String file = name.contains(".") ? path : INDEX;
    Page known = read.get(file);
    if (known != null) {
      send(ctx, known);
    } else {
      workers.ask(ctx, () -> read(file), page -> sendOrSay(ctx, file, page));
    }
  }

  private Optional<Page> read(String file) {
    if (!FILE.matcher(file).matches()) {
      return Optional.empty();
    }
    try (InputStream in = Pages.class.getResourceAsStream("/" + folder + "/" + file)) {
      if (in == null) {
        return Optional.empty();
      }
      Page page = Page.of(file, in.readAllBytes());
      read.put(file, page);
      return Optional.of(page);
    } catch (IOException e) {
      throw new UncheckedIOException("page " + file + " cannot be read", e);
    }
  }

  private static void sendOrSay(RoutingContext ctx, String file, Optional<Page> page) {
    if (page.isPresent()) {
      send(ctx, page.get());
    } else if (file.equals(INDEX)) {
      Answers.body(
          ctx,
          200,
          "text/plain; charset=utf-8",
          Buffer.buffer(
              "Poyang runs, but its pages were not built into it.\n"
                  + "Build them with: mvn package -pl console (needs Node 20 or newer).\n"
                  + "The API answers all the same: /openapi.yaml, /api/sites\n"));
    } else {
      Answers.problem(ctx, Problem.noSuchPath(ctx.normalizedPath()));
    }
  }

  private static void send(RoutingContext ctx, Page page) {
    HttpServerResponse response = ctx.response();
    response
        .putHeader("etag", page.etag())
        .putHeader("vary", "accept-encoding")
        .putHeader(
            "cache-control", page.immutable() ? "public, max-age=31536000, immutable" : "no-cache");
    if (page.etag().equals(ctx.request().getHeader("if-none-match"))) {
      response.setStatusCode(304).end();
      return;
    }
    String accepted = ctx.request().getHeader("accept-encoding");
    byte[] gzipped = page.gzipped();
    boolean zip = gzipped != null && accepted != null && accepted.contains("gzip");
    byte[] body = zip && gzipped != null ? gzipped : page.body();
    response.putHeader("content-type", page.mediaType());
    response.putHeader("content-encoding", zip ? "gzip" : "identity");
    if (Answers.isHead(ctx)) {
      response.putHeader("content-length", String.valueOf(body.length)).end();
    } else {
      response.end(Buffer.buffer(body));
    }
  }
}
