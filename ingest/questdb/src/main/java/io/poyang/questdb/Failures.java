package io.poyang.questdb;

import io.poyang.telemetry.store.PermanentStoreException;
import io.poyang.telemetry.store.StoreException;
import io.poyang.telemetry.store.TransientStoreException;
import io.questdb.cairo.CairoException;
import java.nio.file.Path;

/** Says in the words of the port what the engine's failure means, and how to mend it. */
final class Failures {
  private static final int NOT_PERMITTED = 1;
  private static final int NO_MEMORY = 12;
  private static final int ACCESS_DENIED = 13;
  private static final int TOO_MANY_FILES = 24;
  private static final int NO_SPACE = 28;
  private static final int READ_ONLY = 30;
  private static final int QUOTA = 122;

  private final Path folder;

  Failures(Path folder) {
    this.folder = folder;
  }

  /** While appending: unknown trouble is worth another try, for the edge still has the readings. */
  StoreException whileAppending(Throwable failure) {
    return known(failure, new TransientStoreException(at("cannot append", failure), failure));
  }

  StoreException whileReading(Throwable failure) {
    return known(failure, broken("cannot read", failure));
  }

  StoreException whileOpening(Throwable failure) {
    return known(failure, broken("cannot be opened", failure));
  }

  private StoreException broken(String what, Throwable failure) {
    return new PermanentStoreException(
        at(what, failure) + "; restore the folder from a backup or choose another folder", failure);
  }

  private StoreException known(Throwable failure, StoreException otherwise) {
    if (failure instanceof StoreException already) {
      return already;
    }
    if (!(failure instanceof CairoException engine)) {
      return otherwise;
    }
    String mend =
        switch (engine.getErrno()) {
          case NO_SPACE -> "the disk is full: free space on it";
          case QUOTA -> "the disk quota is used up: raise it or free space";
          case READ_ONLY -> "the file system is read-only: mount it writable";
          case ACCESS_DENIED, NOT_PERMITTED ->
              "it is not writable for this user: change its owner or mode";
          case TOO_MANY_FILES -> "too many open files: raise the limit (ulimit -n)";
          case NO_MEMORY -> "no memory or mappings left: raise vm.max_map_count or add memory";
          default -> engine.isOutOfMemory() ? "the engine is out of memory: add memory" : "";
        };
    if (mend.isEmpty()) {
      return otherwise;
    }
    return new TransientStoreException(
        "store folder " + folder + ": " + mend + " (" + text(engine) + ")", engine);
  }

  private String at(String what, Throwable failure) {
    return "store folder " + folder + " " + what + ": " + text(failure);
  }

  private static String text(Throwable failure) {
    return failure instanceof CairoException engine
        ? "[" + engine.getErrno() + "] " + engine.getFlyweightMessage()
        : String.valueOf(failure);
  }
}
