package io.poyang.chaos.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** One connection through the proxy: for each direction a reader and a writer. */
final class Connection {
  private static final int PIECE = 4096;

  /** So much is taken in while nothing is passed on; then the sender's own buffers fill. */
  private static final int PIECES_HELD = 64;

  private static final int SLOW_PIECE = 256;
  private static final long LOOK_MILLIS = 200;
  private static final byte[] END = new byte[0];

  private final Socket client;
  private final Socket server;
  private final Consumer<Connection> ended;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private Weather weather;
  private boolean over;

  /**
   * @param ended is told once, when the connection is over
   */
  Connection(Socket client, Socket server, Weather weather, Consumer<Connection> ended) {
    this.client = client;
    this.server = server;
    this.weather = weather;
    this.ended = ended;
  }

  void start() throws IOException {
    client.setTcpNoDelay(true);
    server.setTcpNoDelay(true);
    pass(client, server, true);
    pass(server, client, false);
  }

  void weather(Weather now) {
    lock.lock();
    try {
      weather = now;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void pass(Socket from, Socket to, boolean up) {
    BlockingQueue<byte[]> underWay = new ArrayBlockingQueue<>(PIECES_HELD);
    Thread.ofVirtual().start(() -> read(from, underWay));
    Thread.ofVirtual()
        .start(
            () -> {
              write(underWay, to, up);
              end(false);
            });
  }

  private void read(Socket from, BlockingQueue<byte[]> underWay) {
    try {
      try {
        InputStream in = from.getInputStream();
        byte[] piece = new byte[PIECE];
        for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
          hand(Arrays.copyOf(piece, length), underWay);
        }
      } catch (IOException e) {
        // It ended with a reset instead of a goodbye: an end all the same.
      }
      hand(END, underWay);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Not by interrupting the reader: that would close its socket, and with a goodbye. */
  private void hand(byte[] piece, BlockingQueue<byte[]> underWay) throws InterruptedException {
    while (!underWay.offer(piece, LOOK_MILLIS, TimeUnit.MILLISECONDS) && !isOver()) {}
  }

  private boolean isOver() {
    lock.lock();
    try {
      return over;
    } finally {
      lock.unlock();
    }
  }

  /** Returns at the end of the connection. */
  private void write(BlockingQueue<byte[]> underWay, Socket to, boolean up) {
    try {
      OutputStream out = to.getOutputStream();
      while (true) {
        byte[] piece = underWay.take();
        Weather now = awaitPassage(up);
        if (piece.length == 0) {
          return;
        }
        if (now.isSlow()) {
          Thread.sleep(now.latency());
          trickle(piece, out, up);
        } else {
          out.write(piece);
        }
      }
    } catch (IOException e) {
      // The other side is gone; so is the connection.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void trickle(byte[] piece, OutputStream out, boolean up)
      throws IOException, InterruptedException {
    for (int start = 0; start < piece.length; start += SLOW_PIECE) {
      int length = Math.min(SLOW_PIECE, piece.length - start);
      Weather now = awaitPassage(up);
      if (now.isSlow()) {
        Thread.sleep(length * 1000L / now.bytesPerSecond());
      }
      out.write(piece, start, length);
    }
  }

  private Weather awaitPassage(boolean up) throws IOException, InterruptedException {
    lock.lock();
    try {
      while (!over && (up ? weather.upHeld() : weather.downHeld())) {
        changed.await();
      }
      if (over) {
        throw new IOException("the connection is over");
      }
      return weather;
    } finally {
      lock.unlock();
    }
  }

  /** Both sides see a reset; what was under way is lost. */
  void cut() {
    end(true);
  }

  private void end(boolean reset) {
    lock.lock();
    try {
      if (over) {
        return;
      }
      over = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    close(client, reset);
    close(server, reset);
    ended.accept(this);
  }

  private static void close(Socket socket, boolean reset) {
    try {
      if (reset) {
        Proxy.reset(socket);
      } else {
        socket.close();
      }
    } catch (IOException e) {
      // Closed already.
    }
  }
}
