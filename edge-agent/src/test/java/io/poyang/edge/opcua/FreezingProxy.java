package io.poyang.edge.opcua;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A way to a server that can freeze: connections stay open, and nothing comes through. */
final class FreezingProxy implements AutoCloseable {
  private final ServerSocket door;
  private final int target;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition thawed = lock.newCondition();
  private boolean frozen;

  FreezingProxy(int target) throws IOException {
    this.target = target;
    this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::acceptAll);
  }

  String endpoint() {
    return "opc.tcp://127.0.0.1:" + door.getLocalPort() + "/plant";
  }

  void freeze(boolean freeze) {
    lock.lock();
    try {
      frozen = freeze;
      thawed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void acceptAll() {
    try {
      while (true) {
        Socket near = door.accept();
        Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.addAll(List.of(near, far));
        Thread.ofVirtual().start(() -> pump(near, far));
        Thread.ofVirtual().start(() -> pump(far, near));
      }
    } catch (IOException e) {
      // Closed by the test.
    }
  }

  private void pump(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] bytes = new byte[8192];
      for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
        passable();
        out.write(bytes, 0, read);
      }
    } catch (IOException e) {
      // One side hung up: so does the other.
    }
  }

  private void passable() {
    lock.lock();
    try {
      while (frozen) {
        thawed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    freeze(false);
    door.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
