package io.poyang.plants.mqtt;

import io.moquette.broker.ISessionsRepository;
import io.moquette.persistence.H2Builder;
import io.poyang.plants.folder.PlantException;
import io.poyang.plants.folder.PlantFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions that a broker left on disk. Moquette 0.17 writes down when a session ends only when
 * it is stopped in good order, and refuses to start with a session that has no end: one crash while
 * an agent was connected, and it never starts again. Here such a session gets its end before the
 * broker looks.
 */
final class StoredSessions {
  private static final Logger LOG = LoggerFactory.getLogger(StoredSessions.class);
  private static final String FILE = "moquette_store.h2";
  private static final String SET_ASIDE = FILE + ".unreadable";

  /** No commit on the side; closing the store commits. */
  private static final int NEVER_SECONDS = 1_000_000;

  private final PlantFolder folder;
  private final Path broker;
  private final Clock clock;

  StoredSessions(PlantFolder folder, Path broker, Clock clock) {
    this.folder = folder;
    this.broker = broker;
    this.clock = clock;
  }

  /**
   * When it returns, a broker can start in the folder: with all sessions, or, where the store
   * cannot be read, with none.
   */
  void mend() {
    if (!Files.exists(broker.resolve(FILE))) {
      return;
    }
    try (ScheduledExecutorService unused = Executors.newSingleThreadScheduledExecutor()) {
      mend(new H2Builder(unused, broker, NEVER_SECONDS, clock));
    } catch (MVStoreException e) {
      if (e.getErrorCode() == DataUtils.ERROR_FILE_LOCKED) {
        throw folder.inUse(e);
      }
      setAside(e);
    } catch (RuntimeException e) {
      // Whatever else the store's readers stumble over: a broker would stumble over it too.
      setAside(e);
    }
  }

  private static void mend(H2Builder store) {
    store.initStore();
    try {
      ISessionsRepository sessions = store.sessionsRepository();
      // All of it is read, as the broker will.
      store.subscriptionsRepository().listAllSubscriptions();
      store.queueRepository().listQueueNames().forEach(store.queueRepository()::getOrCreateQueue);
      List.copyOf(sessions.list()).stream()
          .filter(session -> session.expireAt().isEmpty())
          .map(ISessionsRepository.SessionData::withExpirationComputed)
          .forEach(sessions::saveSession);
    } finally {
      store.closeStore();
    }
  }

  private void setAside(RuntimeException why) {
    try {
      Files.move(
          broker.resolve(FILE), broker.resolve(SET_ASIDE), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new PlantException(
          "plant " + folder.plant() + ": " + broker.resolve(FILE) + " is unusable: remove it", e);
    }
    LOG.warn(
        "plant {}: its broker's sessions cannot be read and are set aside as {}: what sensors sent"
            + " while an agent was away is lost ({})",
        folder.plant(),
        broker.resolve(SET_ASIDE),
        why.toString());
  }
}
