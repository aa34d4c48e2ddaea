package io.poyang.edge.log;

import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Opening;
import io.poyang.telemetry.wire.BatchCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log's SQLite file: one row a batch. Written by one thread at a time, read by another one
 * beside it, which WAL allows.
 */
final class LogFile implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LogFile.class);

  /** Openings that are remembered; only the newest matters, the others are for people. */
  private static final int OPENINGS = 100;

  private final Path path;
  private final Connection connection;
  private final Connection reader;
  private final Path wal;
  private final @Nullable Object identity;
  private @Nullable Writing writing;
  private @Nullable PreparedStatement select;

  private LogFile(Path path, Connection connection, Connection reader) {
    this.path = path;
    this.identity = identity(path);
    this.wal = path.resolveSibling(path.getFileName() + "-wal");
    this.connection = connection;
    this.reader = reader;
  }

  /** The writer's statements. The driver closes one that has failed, so they are made again. */
  private record Writing(
      PreparedStatement insert,
      PreparedStatement count,
      PreparedStatement delete,
      PreparedStatement advance,
      PreparedStatement pages,
      PreparedStatement freePages) {
    static Writing on(Connection connection) throws SQLException {
      return new Writing(
          connection.prepareStatement(
              "INSERT INTO batch (sequence, epoch, readings, gaps, first_at, last_at, kept_at,"
                  + " checksum, payload) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"),
          connection.prepareStatement(
              "SELECT count(*), coalesce(sum(readings), 0), coalesce(sum(length(payload)), 0)"
                  + " FROM batch WHERE sequence BETWEEN ? AND ?"),
          connection.prepareStatement("DELETE FROM batch WHERE sequence BETWEEN ? AND ?"),
          connection.prepareStatement(
              "UPDATE life SET last_sequence = ?1, batches = ?2, readings = ?3, oldest ="
                  + " coalesce((SELECT min(sequence) FROM batch), ?1 + 1)"),
          connection.prepareStatement("PRAGMA page_count"),
          connection.prepareStatement("PRAGMA freelist_count"));
    }

    void close() throws SQLException {
      insert.close();
      count.close();
      delete.close();
      advance.close();
      pages.close();
      freePages.close();
    }
  }

  private Writing writing() throws SQLException {
    Writing ready = writing;
    if (ready == null) {
      ready = Writing.on(connection);
      writing = ready;
    }
    return ready;
  }

  /**
   * The row that says whose log this is and how far it came.
   *
   * @param oldest the lowest number that was not freed
   * @param batches how many were not freed, and with {@code readings} how much of them: what cannot
   *     be read any more can still be counted
   */
  record Life(EdgeId edge, long lastSequence, long oldest, long batches, long readings) {}

  /** One opening of the log, in which its epoch began. */
  record Begun(long epoch, Opening opening, long atMillis) {
    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * The epoch that one beginning with the given number follows: this one, or, where this gave out
     * no number, the one that it would have followed. Ingest never hears of an epoch without a
     * batch, so nothing could be chained to it.
     */
    long followedAt(long first) {
      return opening.first() < first ? epoch : opening.previous();
    }

    /** A number that no opening had before. */
    static long freshEpoch() {
      long epoch = RANDOM.nextLong() >>> 1;
      return epoch == Opening.NONE ? freshEpoch() : epoch;
    }
  }

  /** Opens a file that {@link LogFormat#create} has made. */
  static LogFile open(Path path, Bounds bounds) throws SQLException {
    Connection connection = LogFormat.connect(path, bounds);
    try {
      try (Statement statement = connection.createStatement()) {
        // Brings everything into the main file, so that its length can be held against its header.
        checkpoint(statement);
        LogFormat.check(path, statement);
        LogFormat.checkLength(path, statement);
      }
      return new LogFile(path, connection, LogFormat.connectToRead(path));
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** Opens it to look only, beside whoever writes. */
  static LogFile look(Path path) throws SQLException {
    Connection connection = LogFormat.connectToRead(path);
    try (Statement statement = connection.createStatement()) {
      LogFormat.check(path, statement);
      return new LogFile(path, connection, LogFormat.connectToRead(path));
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  Path path() {
    return path;
  }

  /**
   * Begins an epoch. It is in the main file before anything is written under it: the file's tail
   * may be torn away by a power cut, and whatever is opened then must know its predecessor.
   */
  Begun beginEpoch(long nowMillis) throws SQLException {
    List<Begun> before = openings();
    long first = life().lastSequence() + 1;
    try (Statement statement = connection.createStatement()) {
      long previous = before.isEmpty() ? Opening.NONE : before.getLast().followedAt(first);
      Begun begun = new Begun(Begun.freshEpoch(), new Opening(first, previous), nowMillis);
      begin();
      insert(begun);
      statement.execute(
          "DELETE FROM opening WHERE number <= (SELECT max(number) FROM opening) - " + OPENINGS);
      commit();
      checkpoint(statement);
      return begun;
    } catch (SQLException e) {
      rollback();
      throw e;
    }
  }

  void insert(Begun begun) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO opening (epoch, first, previous, opened_at) VALUES (?, ?, ?, ?)")) {
      insert.setLong(1, begun.epoch());
      insert.setLong(2, begun.opening().first());
      insert.setLong(3, begun.opening().previous());
      insert.setLong(4, begun.atMillis());
      insert.executeUpdate();
    }
  }

  /** The next opening begins a chain of its own. */
  void forgetOpenings() throws SQLException {
    execute("DELETE FROM opening");
  }

  /** The newest openings, the latest last. */
  List<Begun> openings() throws SQLException {
    List<Begun> openings = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT epoch, first, previous, opened_at FROM opening ORDER BY number")) {
      while (row.next()) {
        openings.add(
            new Begun(row.getLong(1), new Opening(row.getLong(2), row.getLong(3)), row.getLong(4)));
      }
    }
    return openings;
  }

  Life life() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT edge, last_sequence, oldest, batches, readings FROM life")) {
      if (!row.next()) {
        throw new DamagedException(path + " has no life row");
      }
      return new Life(
          owner(row.getString(1)), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5));
    }
  }

  private EdgeId owner(String edge) throws DamagedException {
    try {
      return new EdgeId(edge);
    } catch (IllegalArgumentException e) {
      throw new DamagedException(path + " belongs to no possible edge: " + e.getMessage());
    }
  }

  /** Holds the rows against what the last commit said of them; a tree may lose some silently. */
  void verify() throws SQLException {
    Life life = life();
    Backlog held = backlog();
    try (Statement statement = connection.createStatement()) {
      long lowest = LogFormat.number(statement, "SELECT min(sequence) FROM batch");
      long highest = LogFormat.number(statement, "SELECT max(sequence) FROM batch");
      boolean fits =
          held.batches() == life.batches()
              && held.readings() == life.readings()
              && (held.batches() == 0 || lowest == life.oldest() && highest <= life.lastSequence());
      if (!fits) {
        throw new DamagedException(
            "%s holds %d batches %d..%d but must hold %d from %d on"
                .formatted(path, held.batches(), lowest, highest, life.batches(), life.oldest()));
      }
    }
  }

  /** Counts what is there, looking at every row. */
  Backlog backlog() throws SQLException {
    return counted(new Sequences.Range(0, Long.MAX_VALUE));
  }

  /** When the newest batch was kept, by the log's clock; 0 where there is none. */
  long newestKeptAt() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return LogFormat.number(
          statement, "SELECT kept_at FROM batch ORDER BY sequence DESC LIMIT 1");
    }
  }

  void begin() throws SQLException {
    execute("BEGIN IMMEDIATE");
  }

  void insert(StoredBatch batch, long keptAtMillis) throws SQLException {
    PreparedStatement insert = writing().insert();
    insert.setLong(1, batch.sequence());
    insert.setLong(2, batch.epoch());
    insert.setInt(3, batch.readings());
    insert.setInt(4, batch.gaps());
    insert.setLong(5, batch.firstAtMillis());
    insert.setLong(6, batch.lastAtMillis());
    insert.setLong(7, keptAtMillis);
    insert.setInt(8, BatchCodec.checksum(batch.payload()));
    insert.setBytes(9, batch.payload());
    insert.executeUpdate();
  }

  /** Deletes a range and says what was in it. */
  Backlog delete(Sequences.Range range) throws SQLException {
    Backlog deleted = counted(range);
    PreparedStatement delete = writing().delete();
    delete.setLong(1, range.from());
    delete.setLong(2, range.to());
    delete.executeUpdate();
    return deleted;
  }

  private Backlog counted(Sequences.Range range) throws SQLException {
    PreparedStatement count = writing().count();
    count.setLong(1, range.from());
    count.setLong(2, range.to());
    try (ResultSet row = count.executeQuery()) {
      row.next();
      return new Backlog(row.getLong(1), row.getLong(2), row.getLong(3));
    }
  }

  void advance(long lastSequence, Backlog backlog) throws SQLException {
    PreparedStatement advance = writing().advance();
    advance.setLong(1, lastSequence);
    advance.setLong(2, backlog.batches());
    advance.setLong(3, backlog.readings());
    advance.executeUpdate();
  }

  /** What stands in a batch's row beside its payload. */
  record Held(
      long epoch,
      long sequence,
      int readings,
      int gaps,
      long firstAtMillis,
      long lastAtMillis,
      long keptAtMillis) {}

  /** The oldest batches after one that tell of no loss. */
  List<Held> oldest(long after, int most) throws SQLException {
    return held("WHERE gaps = 0 AND sequence > " + after + " ORDER BY sequence LIMIT " + most);
  }

  @Nullable Held held(long sequence) throws SQLException {
    List<Held> found = held("WHERE sequence = " + sequence);
    return found.isEmpty() ? null : found.getFirst();
  }

  /** The payloads of the oldest batches that tell of losses. */
  List<byte[]> tellingOfGaps(int most) throws SQLException {
    List<byte[]> payloads = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT payload FROM batch WHERE gaps > 0 ORDER BY sequence LIMIT " + most)) {
      while (row.next()) {
        payloads.add(row.getBytes(1));
      }
    }
    return payloads;
  }

  private List<Held> held(String which) throws SQLException {
    List<Held> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT epoch, sequence, readings, gaps, first_at, last_at, kept_at FROM batch "
                    + which)) {
      while (row.next()) {
        rows.add(
            new Held(
                row.getLong(1),
                row.getLong(2),
                row.getInt(3),
                row.getInt(4),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7)));
      }
    }
    return rows;
  }

  /** Whether the path still leads to the file that is open. */
  boolean isThere() {
    return Files.exists(path) && Objects.equals(identity, identity(path));
  }

  private static @Nullable Object identity(Path path) {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    } catch (IOException e) {
      return null;
    }
  }

  /** What the file and its write-ahead log take of the disk. */
  long bytes() {
    return path.toFile().length() + wal.toFile().length();
  }

  /** How the file stands in the transaction at hand. */
  Bounds.Usage usage() throws SQLException {
    if (!isThere()) {
      throw new VanishedException(path + " is not there any more");
    }
    return new Bounds.Usage(
        number(writing().pages()),
        freePages(),
        wal.toFile().length(),
        path.toFile().getUsableSpace());
  }

  long freePages() throws SQLException {
    return number(writing().freePages());
  }

  private static long number(PreparedStatement query) throws SQLException {
    try (ResultSet row = query.executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  /** Gives up to so many free pages back to the volume, which has them after a checkpoint. */
  void shrink(int mostPages) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      // Each step of this statement moves one page; only an update is stepped to its end.
      statement.executeUpdate("PRAGMA incremental_vacuum(" + mostPages + ")");
    }
  }

  /** Returns once everything since {@link #begin()} is on the disk. */
  void commit() throws SQLException {
    execute("COMMIT");
  }

  /** Undoes what was begun; SQLite may have done so by itself, which it reports as an error. */
  void rollback() {
    try {
      Writing failed = writing;
      writing = null;
      if (failed != null) {
        failed.close();
      }
      execute("ROLLBACK");
    } catch (SQLException e) {
      log.debug("log {}: nothing to roll back: {}", path, e.getMessage());
    }
  }

  /** Copies everything into the main file and empties the WAL; no reader may keep it from that. */
  synchronized void checkpoint() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      checkpoint(statement);
    }
  }

  private static void checkpoint(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
      if (row.next() && row.getInt(1) != 0) {
        throw new SQLException("the file is being read by another process");
      }
    }
  }

  private void execute(String command) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(command);
    }
  }

  /** For tests: as if the disk had room for so many pages only. */
  void limitPages(long pages) throws SQLException {
    execute("PRAGMA max_page_count = " + pages);
  }

  /** What a read gave back: batches, and the numbers of those that the disk has spoilt. */
  record Found(List<StoredBatch> sound, List<Long> damaged, long last) {}

  /** Batches of a range in order; any thread, beside the writer. */
  synchronized Found read(long from, long to, int most) throws SQLException {
    PreparedStatement ready = select;
    if (ready == null) {
      ready =
          reader.prepareStatement(
              "SELECT epoch, sequence, readings, gaps, first_at, last_at, payload,"
                  + " checksum FROM batch WHERE sequence BETWEEN ? AND ? ORDER BY sequence LIMIT ?");
    }
    select = null;
    List<StoredBatch> sound = new ArrayList<>();
    List<Long> damaged = new ArrayList<>();
    long last = 0;
    ready.setLong(1, from);
    ready.setLong(2, to);
    ready.setInt(3, most);
    try (ResultSet row = ready.executeQuery()) {
      while (row.next()) {
        last = row.getLong(2);
        byte[] payload = row.getBytes(7);
        if (payload == null || BatchCodec.checksum(payload) != row.getInt(8)) {
          damaged.add(last);
          continue;
        }
        sound.add(
            new StoredBatch(
                row.getLong(1),
                last,
                row.getInt(3),
                row.getInt(4),
                row.getLong(5),
                row.getLong(6),
                payload));
      }
    }
    select = ready;
    return new Found(sound, damaged, last);
  }

  @Override
  public synchronized void close() throws SQLException {
    try {
      reader.close();
    } finally {
      connection.close();
    }
  }
}
