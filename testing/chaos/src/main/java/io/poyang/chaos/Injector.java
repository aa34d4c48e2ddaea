package io.poyang.chaos;

import io.poyang.chaos.proxy.Weather;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Does faults and undoes them. */
final class Injector {
  private static final int MOST_CLOCK_HOURS = 72;
  private static final Duration UNTIL_UP = Duration.ofSeconds(20);

  private final ServerSide server;
  private final List<AgentSide> agents;

  Injector(ServerSide server, List<AgentSide> agents) {
    this.server = server;
    this.agents = agents;
  }

  /** Begins, lasts, ends. */
  void run(Fault fault) throws InterruptedException, IOException {
    List<AgentSide> hit =
        fault.agent() == Fault.SERVER ? agents : List.of(agents.get(fault.agent()));
    hit.forEach(agent -> agent.recovery().hit());
    try {
      if (fault.agent() == Fault.SERVER) {
        atServer(fault);
      } else {
        atAgent(fault, hit.getFirst());
      }
    } finally {
      hit.forEach(agent -> agent.recovery().healed(System.nanoTime()));
    }
  }

  private void atAgent(Fault fault, AgentSide agent) throws InterruptedException, IOException {
    Random chance = fault.chance();
    switch (fault.kind()) {
      case KILL_AGENT -> {
        agent.process().kill();
        Thread.sleep(fault.hold());
        agent.process().start();
      }
      case TORN -> {
        agent.process().kill();
        try {
          tear(agent.writeAheadFile(), chance);
          Thread.sleep(fault.hold());
        } finally {
          agent.process().start();
        }
      }
      case STOP_AGENT -> stop(agent.process(), fault.hold());
      case CUT -> {
        agent.line().refuse(chance.nextBoolean());
        agent.line().cut();
        Thread.sleep(fault.hold());
        agent.line().refuse(false);
      }
      case HALF_OPEN -> {
        boolean up = chance.nextInt(3) > 0;
        Weather held = Weather.held(up, !up || chance.nextBoolean());
        agent.line().weather(held);
        agent.line().forecast(chance.nextBoolean() ? held : Weather.FAIR);
        Thread.sleep(fault.hold());
        agent.line().forecast(Weather.FAIR);
        if (chance.nextBoolean()) {
          agent.line().cut();
        } else {
          agent.line().weather(Weather.FAIR);
        }
      }
      case SLOW -> {
        Weather slow =
            Weather.slow(chance.nextInt(1000, 20_000), Duration.ofMillis(chance.nextInt(300)));
        agent.line().weather(slow);
        agent.line().forecast(slow);
        Thread.sleep(fault.hold());
        agent.line().forecast(Weather.FAIR);
        agent.line().weather(Weather.FAIR);
      }
      case FULL_AGENT -> fill(agent.disk(), agent.process(), fault.hold());
      case CLOCK -> {
        long millis = Duration.ofHours(MOST_CLOCK_HOURS).toMillis();
        agent.clock(Duration.ofMillis(chance.nextLong(-millis, millis + 1)));
        if (chance.nextInt(3) == 0) {
          agent.process().kill();
          agent.process().start();
          agent.process().awaitUp(UNTIL_UP);
        }
        Thread.sleep(fault.hold());
        agent.clock(Duration.ZERO);
      }
      case KILL_SERVER, STOP_SERVER, FULL_SERVER, STORE ->
          throw new IllegalArgumentException(fault + " hits no agent");
    }
  }

  private void atServer(Fault fault) throws InterruptedException {
    switch (fault.kind()) {
      case KILL_SERVER -> {
        server.process().kill();
        Thread.sleep(fault.hold());
        server.process().start();
      }
      case STOP_SERVER -> stop(server.process(), fault.hold());
      case FULL_SERVER -> {
        server.disk().fill(server.process().pid());
        try {
          fill(server.readings(), server.process(), fault.hold());
        } finally {
          server.disk().free(server.process().pid());
        }
      }
      case STORE -> failStore(fault);
      case KILL_AGENT, TORN, STOP_AGENT, CUT, HALF_OPEN, SLOW, FULL_AGENT, CLOCK ->
          throw new IllegalArgumentException(fault + " does not hit the server");
    }
  }

  private void failStore(Fault fault) throws InterruptedException {
    int way = fault.chance().nextInt(3);
    Long process = server.process().pid();
    if (way == 0) {
      fill(server.readings(), server.process(), fault.hold());
    } else if (process == null) {
      Thread.sleep(fault.hold());
    } else {
      Limits limit = way == 1 ? Limits.FILE_SIZE : Limits.OPEN_FILES;
      String before = limit.set(process, "0");
      try {
        Thread.sleep(fault.hold());
      } finally {
        limit.set(process, before);
      }
    }
  }

  private static void stop(Supervised process, Duration hold) throws InterruptedException {
    process.signal("STOP");
    try {
      Thread.sleep(hold);
    } finally {
      process.signal("CONT");
    }
  }

  private static void fill(Volume disk, Supervised user, Duration hold)
      throws InterruptedException {
    disk.fill(user.pid());
    try {
      Thread.sleep(hold);
    } finally {
      disk.free(user.pid());
    }
  }

  private static void tear(Path file, Random chance) throws IOException {
    if (file.getParent() != null && file.getParent().toFile().isDirectory()) {
      TornWrite.leave(file, chance);
    }
  }
}
