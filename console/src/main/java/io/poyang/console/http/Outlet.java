package io.poyang.console.http;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * An answer written from a worker thread at the pace of its reader: {@link #write} waits while the
 * connection is full, and says when there is nobody left to write for.
 */
public final class Outlet {
  private static final int WRITE_QUEUE_BYTES = 128 * 1024;
  private static final long PATIENCE_SECONDS = 60;

  private final HttpServerResponse response;
  private final Context home;

  /** One chunk may be on its way to the connection while the worker makes the next. */
  private final Semaphore free = new Semaphore(1);

  private volatile boolean gone;

  Outlet(RoutingContext ctx) {
    this.response = ctx.response();
    this.home = ctx.vertx().getOrCreateContext();
    response.setWriteQueueMaxSize(WRITE_QUEUE_BYTES);
    response.closeHandler(
        unused -> {
          gone = true;
          free.release();
        });
  }

  /** Sets status and type; nothing is sent before the first {@link #write}. */
  public void begin(String mediaType) {
    home.runOnContext(
        unused -> {
          if (!response.headWritten()) {
            response
                .setChunked(true)
                .putHeader("content-type", mediaType)
                .putHeader("cache-control", "no-store");
          }
        });
  }

  public void header(String name, String value) {
    home.runOnContext(unused -> response.putHeader(name, value));
  }

  /**
   * Writes a chunk once the connection has room for it.
   *
   * @return false when the reader has gone: stop
   */
  public boolean write(Buffer chunk) throws InterruptedException {
    if (!free.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      // A reader that takes nothing for a minute holds a thread and a cursor of the store.
      gone = true;
      home.runOnContext(unused -> response.reset());
    }
    if (gone) {
      return false;
    }
    home.runOnContext(unused -> send(chunk));
    return true;
  }

  private void send(Buffer chunk) {
    if (gone || response.closed()) {
      gone = true;
      free.release();
      return;
    }
    response.write(chunk);
    if (response.writeQueueFull()) {
      response.drainHandler(unused -> free.release());
    } else {
      free.release();
    }
  }

  void end() {
    home.runOnContext(
        unused -> {
          if (!response.ended() && !response.closed()) {
            response.end();
          }
        });
  }
}
