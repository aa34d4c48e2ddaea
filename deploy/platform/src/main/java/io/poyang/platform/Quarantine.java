package io.poyang.platform;

import io.poyang.telemetry.quarantine.Repair;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

@Command(
    name = "quarantine",
    description = "Shows what a running server has refused; stores it after all, or discards it.")
final class Quarantine {
  private static final String API = "/api/quarantine";

  /** What the server takes in one request. */
  private static final int PAGE = 500;

  @Option(
      names = "--config",
      required = true,
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description = "the running server's configuration")
  private Path config;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "prints a JSON object a line instead of a table")
  private boolean json;

  @Spec private CommandSpec spec;

  @Command(name = "list", description = "Lists what was refused, newest first.")
  int list(
      @Mixin RefusalFilter filter,
      @Option(names = "--settled", description = "also what was replayed or discarded")
          boolean settled,
      @Option(
              names = "--limit",
              paramLabel = "N",
              defaultValue = "100",
              description = "at most so many (default ${DEFAULT-VALUE})")
          int limit) {
    if (limit < 1) {
      throw wrong("--limit was " + limit + " but must be 1 or more");
    }
    RunningServer server = RunningServer.of(config);
    Table table = new Table("NUMBER", "RECEIVED", "EDGE", "REASON", "READINGS", "STATE", "DETAIL");
    int left = limit;
    Long before = null;
    do {
      JsonObject page = server.get(page(filter, settled, before, Math.min(left, PAGE)));
      JsonArray refusals = page.getJsonArray("refusals");
      for (int i = 0; i < refusals.size(); i++) {
        line(refusals.getJsonObject(i), table);
      }
      left -= refusals.size();
      before = page.getLong("next");
    } while (before != null && left > 0);
    if (!json) {
      table.print(out());
      if (before != null) {
        err().println("there are more: raise --limit, or narrow them down");
        err().flush();
      }
    }
    return 0;
  }

  private static String page(
      RefusalFilter filter, boolean settled, @Nullable Long before, int limit) {
    String terms =
        filter.terms().entrySet().stream()
            .map(term -> "&" + term.getKey() + "=" + term.getValue())
            .collect(Collectors.joining());
    return API
        + "?limit="
        + limit
        + terms
        + (settled ? "&settled=true" : "")
        + (before == null ? "" : "&before=" + before);
  }

  private void line(JsonObject refusal, Table table) {
    if (json) {
      out().println(refusal.encode());
      return;
    }
    table.row(
        refusal.getLong("number"),
        Instant.ofEpochMilli(refusal.getLong("receivedAt")),
        refusal.getString("edge"),
        refusal.getString("reason"),
        readings(refusal),
        state(refusal),
        refusal.getString("subject") + ": " + refusal.getString("detail"));
  }

  private static String readings(JsonObject refusal) {
    long readings = refusal.getLong("readings");
    return readings == 0 ? "?" : String.valueOf(readings);
  }

  private static String state(JsonObject refusal) {
    JsonObject settlement = refusal.getJsonObject("settlement");
    return settlement == null ? "open" : settlement.getString("outcome");
  }

  @Command(name = "show", description = "Shows refusals with what came and what became of them.")
  int show(
      @Parameters(paramLabel = "NUMBER", arity = "1..*", description = "as list has them")
          List<Long> numbers) {
    RunningServer server = RunningServer.of(config);
    for (long number : numbers) {
      JsonObject refusal = server.get(API + "/" + number);
      if (json) {
        out().println(refusal.encode());
      } else {
        show(refusal);
      }
    }
    return 0;
  }

  private void show(JsonObject refusal) {
    PrintWriter out = out();
    out.println("number    " + refusal.getLong("number"));
    out.println("received  " + Instant.ofEpochMilli(refusal.getLong("receivedAt")));
    out.println("edge      " + refusal.getString("edge"));
    out.println("reason    " + refusal.getString("reason"));
    out.println("readings  " + readings(refusal));
    out.println("state     " + state(refusal) + settled(refusal));
    out.println("subject   " + refusal.getString("subject"));
    out.println("detail    " + refusal.getString("detail"));
    out.println(
        "replay    "
            + (refusal.getBoolean("replayable")
                ? "possible: what came has been kept whole"
                : "not possible"));
    out.println("content");
    refusal.getString("content").lines().forEach(line -> out.println("  " + printable(line)));
    out.println();
    out.flush();
  }

  /** What a device sent must not steer the terminal of whoever looks at it. */
  private static String printable(String line) {
    return line.replaceAll("\\p{Cntrl}", "?");
  }

  private static String settled(JsonObject refusal) {
    JsonObject settlement = refusal.getJsonObject("settlement");
    return settlement == null
        ? ""
        : " at "
            + Instant.ofEpochMilli(settlement.getLong("at"))
            + ": "
            + settlement.getString("why");
  }

  @Command(
      name = "replay",
      description = {
        "Judges refusals again and stores what is admitted by now.",
        "Mend the cause first, or repair the time or the names on the way."
      })
  int replay(
      @Mixin RefusalFilter filter,
      @Option(
              names = "--shift",
              paramLabel = "DURATION",
              defaultValue = "0s",
              converter = Shift.class,
              description = "added to every source time: -2h for a clock that was 2 h ahead")
          Duration shift,
      @Option(
              names = "--rename",
              paramLabel = "OLD=NEW",
              description =
                  "a signal's new name (site/old=site/new), or a site's (old=new); may be repeated")
          @Nullable Map<String, String> renames,
      @Parameters(paramLabel = "NUMBER", arity = "0..*", description = "as list has them")
          @Nullable List<Long> numbers) {
    return carriedOut(
        "replay",
        selections(filter, numbers),
        new JsonObject().put("repair", repair(shift, renames == null ? Map.of() : renames)));
  }

  private JsonObject repair(Duration shift, Map<String, String> renames) {
    try {
      Repair repair = new Repair(shift, renames);
      JsonObject names = new JsonObject();
      repair.renames().forEach(names::put);
      return new JsonObject().put("shiftMillis", repair.shift().toMillis()).put("rename", names);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  @Command(
      name = "discard",
      description = "Marks refusals as not wanted; they stay listed with --settled.")
  int discard(
      @Mixin RefusalFilter filter,
      @Option(
              names = "--why",
              required = true,
              paramLabel = "TEXT",
              description = "for whoever asks later")
          String why,
      @Parameters(paramLabel = "NUMBER", arity = "0..*", description = "as list has them")
          @Nullable List<Long> numbers) {
    if (why.isBlank()) {
      throw wrong("--why is empty: say it for whoever asks later");
    }
    return carriedOut("discard", selections(filter, numbers), new JsonObject().put("why", why));
  }

  /** The orders that it takes: the numbers in portions, or one that goes on page by page. */
  private List<JsonObject> selections(RefusalFilter filter, @Nullable List<Long> numbers) {
    List<Long> named = numbers == null ? List.of() : numbers;
    if (named.isEmpty() == filter.terms().isEmpty()) {
      throw wrong(
          named.isEmpty()
              ? "nothing says which refusals are meant: give numbers, or --edge, --reason or both"
              : "numbers, and --edge or --reason, exclude each other");
    }
    List<JsonObject> selections = new ArrayList<>();
    if (named.isEmpty()) {
      JsonObject selection = new JsonObject();
      filter.terms().forEach(selection::put);
      selections.add(selection);
    }
    for (int i = 0; i < named.size(); i += PAGE) {
      List<Long> portion = named.subList(i, Math.min(i + PAGE, named.size()));
      selections.add(new JsonObject().put("numbers", new JsonArray(portion)));
    }
    return selections;
  }

  /**
   * @return 1 where something that was asked for was not done
   */
  private int carriedOut(String what, List<JsonObject> selections, JsonObject how) {
    RunningServer server = RunningServer.of(config);
    Table table = new Table("NUMBER", "OUTCOME", "STORED", "DETAIL");
    int all = 0;
    int undone = 0;
    for (JsonObject selection : selections) {
      JsonObject order = selection.copy().mergeIn(how);
      Long next;
      do {
        JsonObject answer = server.post(API + "/" + what, order);
        for (Object one : answer.getJsonArray("results")) {
          JsonObject result = (JsonObject) one;
          all++;
          undone += result.getString("outcome").equals(what + "ed") ? 0 : 1;
          outcome(result, table);
        }
        next = answer.getLong("next");
        order.put("before", next);
      } while (next != null);
    }
    if (!json) {
      if (all > 0) {
        table.print(out());
      }
      out().println("%s: %d of %d".formatted(what + "ed", all - undone, all));
      out().flush();
    }
    return undone == 0 ? 0 : 1;
  }

  private void outcome(JsonObject result, Table table) {
    if (json) {
      out().println(result.encode());
      out().flush();
    } else {
      table.row(
          result.getLong("number"),
          result.getString("outcome"),
          result.getInteger("stored", 0),
          result.getString("detail"));
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
