package io.poyang.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.poyang.telemetry.EdgeId;
import io.poyang.telemetry.Name;
import io.poyang.telemetry.Signal;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.Site;
import io.poyang.telemetry.SiteId;
import io.poyang.telemetry.SiteKind;
import io.poyang.telemetry.catalogue.Announcement;
import io.poyang.telemetry.catalogue.Catalogue;
import io.poyang.telemetry.store.PermanentStoreException;
import io.poyang.telemetry.wire.AnnouncementCodec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The catalogue on disk; each signal is kept in the JSON form in which it was announced. */
public final class SqliteCatalogue implements Catalogue {
  private final LedgerDatabase database;
  private final ObjectMapper json = new ObjectMapper();
  private final AnnouncementCodec codec = new AnnouncementCodec();

  SqliteCatalogue(LedgerDatabase database) {
    this.database = database;
  }

  @Override
  public void announce(Announcement announcement, Instant at) {
    Site site = announcement.site();
    database.write(
        "announcing site " + site.id(),
        connection -> {
          putSite(connection, site, at);
          putSignals(connection, announcement, at);
        });
  }

  private static void putSite(Connection connection, Site site, Instant at) throws SQLException {
    try (PreparedStatement put =
        connection.prepareStatement(
            """
            INSERT INTO site (id, kind, name_zh, name_en, announced_at) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, name_zh = excluded.name_zh,
              name_en = excluded.name_en, announced_at = excluded.announced_at""")) {
      fill(put, site, at);
      put.executeUpdate();
    }
  }

  private static void fill(PreparedStatement put, Site site, Instant at) throws SQLException {
    put.setString(1, site.id().value());
    put.setString(2, site.kind().label());
    put.setString(3, site.name().zh());
    put.setString(4, site.name().en());
    put.setLong(5, at.toEpochMilli());
  }

  private void putSignals(Connection connection, Announcement announcement, Instant at)
      throws SQLException {
    try (PreparedStatement put =
        connection.prepareStatement(
            """
            INSERT INTO signal (site, point, edge, first_seen, announced, announced_at)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (site, point) DO UPDATE SET edge = excluded.edge,
              announced = excluded.announced, announced_at = excluded.announced_at""")) {
      for (Signal signal : announcement.signals()) {
        put.setString(1, signal.id().site().value());
        put.setString(2, signal.id().point());
        put.setString(3, announcement.edge().value());
        put.setLong(4, at.toEpochMilli());
        put.setString(5, codec.encode(signal).toString());
        put.setLong(6, at.toEpochMilli());
        put.addBatch();
      }
      put.executeBatch();
    }
  }

  @Override
  public void sighted(EdgeId edge, Collection<SignalId> signals, Instant at) {
    database.write(
        "listing new signals of edge " + edge,
        connection -> {
          putUnannouncedSites(connection, signals, at);
          try (PreparedStatement put =
              connection.prepareStatement(
                  """
                  INSERT INTO signal (site, point, edge, first_seen) VALUES (?, ?, ?, ?)
                  ON CONFLICT (site, point) DO NOTHING""")) {
            for (SignalId signal : signals) {
              put.setString(1, signal.site().value());
              put.setString(2, signal.point());
              put.setString(3, edge.value());
              put.setLong(4, at.toEpochMilli());
              put.addBatch();
            }
            put.executeBatch();
          }
        });
  }

  private static void putUnannouncedSites(
      Connection connection, Collection<SignalId> signals, Instant at) throws SQLException {
    // Until it is announced, announced_at says since when the site is known.
    try (PreparedStatement put =
        connection.prepareStatement(
            """
            INSERT INTO site (id, kind, name_zh, name_en, announced_at) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (id) DO NOTHING""")) {
      for (SiteId id : new TreeSet<>(signals.stream().map(SignalId::site).toList())) {
        fill(put, Site.unannounced(id), at);
        put.addBatch();
      }
      put.executeBatch();
    }
  }

  @Override
  public List<Site> sites() {
    return database.read(
        "listing sites",
        connection -> {
          List<Site> sites = new ArrayList<>();
          try (PreparedStatement query =
                  connection.prepareStatement(
                      "SELECT id, kind, name_zh, name_en FROM site ORDER BY id");
              ResultSet row = query.executeQuery()) {
            while (row.next()) {
              sites.add(
                  new Site(
                      new SiteId(row.getString(1)),
                      SiteKind.of(row.getString(2)),
                      new Name(row.getString(3), row.getString(4))));
            }
          }
          return sites;
        });
  }

  @Override
  public List<Listing> signals(SiteId site) {
    return database.read(
        "listing signals of site " + site,
        connection -> {
          List<Listing> listings = new ArrayList<>();
          try (PreparedStatement query =
              connection.prepareStatement(
                  "SELECT point, edge, announced FROM signal WHERE site = ? ORDER BY point")) {
            query.setString(1, site.value());
            try (ResultSet row = query.executeQuery()) {
              while (row.next()) {
                listings.add(
                    listing(
                        new SignalId(site, row.getString(1)), row.getString(2), row.getString(3)));
              }
            }
          }
          return listings;
        });
  }

  @Override
  public Optional<Listing> signal(SignalId id) {
    return database.read(
        "looking up signal " + id,
        connection -> {
          try (PreparedStatement query =
              connection.prepareStatement(
                  "SELECT edge, announced FROM signal WHERE site = ? AND point = ?")) {
            query.setString(1, id.site().value());
            query.setString(2, id.point());
            try (ResultSet row = query.executeQuery()) {
              return row.next()
                  ? Optional.of(listing(id, row.getString(1), row.getString(2)))
                  : Optional.empty();
            }
          }
        });
  }

  private Listing listing(SignalId id, String edge, @Nullable String announced) {
    return new Listing(
        id,
        new EdgeId(edge),
        announced == null ? Optional.empty() : Optional.of(signal(id, announced)));
  }

  private Signal signal(SignalId id, String announced) {
    try {
      return codec.signal(id.site(), json.readTree(announced));
    } catch (JsonProcessingException e) {
      throw new PermanentStoreException("ledger: signal " + id + " cannot be read back", e);
    }
  }
}
