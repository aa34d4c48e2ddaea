package io.poyang.console.live;

import io.poyang.telemetry.SiteId;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One client of the live feed. Holds no readings of its own, only up to which version it has seen
 * the table: a client that cannot keep up skips turns and then gets the newest of everything, so it
 * never costs more than the piece that is being written. A long event goes out in pieces, each a
 * data line. Lives on its connection's context.
 */
final class LiveClient {
  private static final int PIECE_ROWS = 4_096;
  private static final int WRITE_QUEUE_BYTES = 64 * 1024;

  private final HttpServerResponse response;
  private final Context home;
  private final LiveView view;
  private final InstantSource clock;
  private final @Nullable Set<SiteId> wanted;

  /** Everything up to this version of the table has been sent. */
  private long seen;

  private @Nullable Event event;
  private boolean asking;
  private boolean closed;
  private boolean snapshotDue = true;
  private boolean changesDue;
  private boolean commentDue;
  private @Nullable Buffer sitesDue;

  LiveClient(RoutingContext ctx, LiveView view, InstantSource clock, @Nullable Set<SiteId> wanted) {
    this.response = ctx.response();
    this.home = ctx.vertx().getOrCreateContext();
    this.view = view;
    this.clock = clock;
    this.wanted = wanted;
  }

  /**
   * An event on its way: a walk through the sites.
   *
   * @param after only what changed after this version
   * @param upTo what will have been seen at its end
   * @param opened whether its first piece has been written
   */
  private record Event(
      String name, long after, long upTo, List<SiteId> sites, int site, int index, boolean opened) {
    boolean isComplete() {
      return site == sites.size();
    }
  }

  /** A part of an event: its rows, and the event that is left. */
  private record Piece(String rows, Event rest) {}

  void start() {
    response.setWriteQueueMaxSize(WRITE_QUEUE_BYTES);
    response.write("retry: 2000\n\n");
    pump();
  }

  void changesDue() {
    home.runOnContext(
        unused -> {
          changesDue = true;
          pump();
        });
  }

  void commentDue() {
    home.runOnContext(
        unused -> {
          commentDue = true;
          pump();
        });
  }

  void sitesDue(Buffer body) {
    home.runOnContext(
        unused -> {
          sitesDue = body;
          pump();
        });
  }

  void close() {
    closed = true;
  }

  /** Does the next thing that is due, one at a time and only while the connection takes it. */
  private void pump() {
    if (closed || asking) {
      return;
    }
    if (response.writeQueueFull()) {
      response.drainHandler(unused -> pump());
      return;
    }
    if (event != null) {
      ask(event);
    } else if (snapshotDue) {
      snapshotDue = false;
      begin("snapshot", 0);
    } else if (sitesDue != null) {
      Buffer body = sitesDue;
      sitesDue = null;
      response.write(body);
      pump();
    } else if (commentDue) {
      commentDue = false;
      response.write(":\n\n");
      pump();
    } else if (changesDue) {
      changesDue = false;
      begin("change", seen);
    }
  }

  private void begin(String name, long after) {
    asking = true;
    view.ask(table -> piece(table, opened(table, name, after)))
        .whenComplete((piece, failure) -> home.runOnContext(unused -> write(piece)));
  }

  private Event opened(LiveTable table, String name, long after) {
    return new Event(name, after, table.seal(), table.sites(wanted), 0, 0, false);
  }

  private void ask(Event current) {
    asking = true;
    view.ask(table -> piece(table, current))
        .whenComplete((piece, failure) -> home.runOnContext(unused -> write(piece)));
  }

  private static Piece piece(LiveTable table, Event event) {
    StringBuilder rows = new StringBuilder();
    int site = event.site();
    int index = event.index();
    // A few small sites share a piece.
    while (site < event.sites().size() && rows.length() < PIECE_ROWS * 16) {
      index = table.write(event.sites().get(site), event.after(), index, PIECE_ROWS, rows);
      if (index < 0) {
        index = 0;
        site++;
      }
    }
    return new Piece(
        rows.toString(),
        new Event(
            event.name(), event.after(), event.upTo(), event.sites(), site, index, event.opened()));
  }

  private void write(@Nullable Piece piece) {
    asking = false;
    if (closed) {
      return;
    }
    if (piece == null) {
      // The live view is gone, so the server is closing.
      response.end();
      return;
    }
    Event rest = piece.rest();
    boolean opens = !rest.opened();
    boolean silent = opens && rest.isComplete() && piece.rows().isEmpty();
    if (!silent || rest.name().equals("snapshot")) {
      response.write(text(piece, opens));
    }
    if (rest.isComplete()) {
      seen = rest.upTo();
      event = null;
    } else {
      event = opened(rest);
    }
    pump();
  }

  private static Event opened(Event rest) {
    return new Event(
        rest.name(), rest.after(), rest.upTo(), rest.sites(), rest.site(), rest.index(), true);
  }

  private String text(Piece piece, boolean opens) {
    StringBuilder text = new StringBuilder(piece.rows().length() + 64);
    if (opens) {
      text.append("event: ").append(piece.rest().name()).append("\ndata: {\"at\":");
      text.append(clock.millis()).append(",\"readings\":[");
    } else {
      // Only a piece with rows leaves another to follow.
      text.append("\ndata: ").append(piece.rows().isEmpty() ? "" : ",");
    }
    text.append(piece.rows());
    return text.append(piece.rest().isComplete() ? "]}\n\n" : "").toString();
  }
}
