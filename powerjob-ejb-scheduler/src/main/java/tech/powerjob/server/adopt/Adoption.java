package tech.powerjob.server.adopt;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.sql.DataSource;
import tech.powerjob.server.store.Dialect;
import tech.powerjob.server.store.Schema;

/**
 * The takeover itself: look, say, set aside, make our schema, copy. Each step finds out what was
 * done before, so after a failure the whole is started again. Not thread-safe.
 */
public final class Adoption {
  private static final String MARK = "adoption";
  private static final String DEFINITIONS = "definitions";
  private static final String FINISHED = "finished";

  private final AdoptOptions options;
  private final DataSource source;
  private final DataSource target;
  private final Instant now;
  private final Duration watch;
  private final Consumer<String> out;

  /**
   * A takeover.
   *
   * @param target the same object as the source when it is in place
   * @param now when it is done
   * @param watch how long to watch for a living server, see {@link Alive#WATCH}
   * @param out takes lines for people
   */
  public Adoption(
      AdoptOptions options,
      DataSource source,
      DataSource target,
      Instant now,
      Duration watch,
      Consumer<String> out) {
    this.options = options;
    this.source = source;
    this.target = target;
    this.now = now;
    this.watch = watch;
    this.out = out;
  }

  /**
   * Does it, or with a dry run only says what would be done.
   *
   * @throws AdoptException if that is refused; nothing is lost in any case
   */
  public void run() {
    try (var from = source.getConnection();
        var to = target.getConnection()) {
      if (marked(to, FINISHED)) {
        out.accept("This database has been taken over already; there is nothing to do.");
        return;
      }
      requireOneSchema(from);
      var original = OriginalTables.find(from, options.tablePrefix());
      requireUnused(original, to);
      Alive.requireNoneOfOurs(to, now);
      var alive = Alive.original(original, watch);
      if (alive.isPresent() && !options.dryRun()) {
        throw new AdoptException(
            "a PowerJob server at %s works on this database: stop it first".formatted(alive.get()));
      }
      var plan = AdoptionPlan.of(original, options, now);
      plan.describe(original, out);
      if (options.dryRun()) {
        out.accept("");
        alive.ifPresent(
            ip -> out.accept("A PowerJob server at " + ip + " works on this database."));
        out.accept("Nothing was changed: this was a dry run.");
        return;
      }
      perform(from, to, plan);
    } catch (SQLException e) {
      throw new AdoptException("the database said: " + e.getMessage(), e);
    }
  }

  private void perform(Connection from, Connection to, AdoptionPlan plan) throws SQLException {
    var dialect = Dialect.of(to);
    boolean begun = marked(to, DEFINITIONS);
    if (!begun) {
      if (options.inPlace()) {
        KeptTables.setAside(to, dialect, options.tablePrefix());
        if (OurTables.begun(to)) {
          OurTables.drop(to, target);
        }
      }
      Schema.migrate(target, true);
      write(to, plan);
      out.accept("Written: namespaces, applications, users, roles, jobs and workflows.");
    }
    long instances = writeHistory(OriginalTables.find(from, options.tablePrefix()), to, plan);
    out.accept("Written: %d instances.".formatted(instances));
    transact(to, () -> mark(to, FINISHED));
    out.accept("Done. Start the new server on this database; do not start the former one again.");
  }

  /** Whether the original's tables have the names that ours have. */
  private boolean sharesNames() {
    return options.tablePrefix().isEmpty();
  }

  /** In the original's place, a half-made job_info of ours would be taken for the original's. */
  private static void requireOneSchema(Connection from) throws SQLException {
    var tables = OriginalTables.names(from);
    if (!tables.contains(OriginalTables.KEPT + "job_info")
        && OriginalTables.columns(from, "job_info").contains("partition_no")) {
      throw new AdoptException(
          "--url leads to the database of a server of this release, not to one of PowerJob 5.1");
    }
  }

  /** Refuses a database in which servers of ours have written something else. */
  private void requireUnused(OriginalTables original, Connection to) throws SQLException {
    if (marked(to, DEFINITIONS)
        || options.inPlace() && sharesNames() && !original.setAside()
        || !OriginalTables.columns(to, "job_info").contains("partition_no")) {
      return;
    }
    for (var table : List.of("app_info", "job_info", "user_info", "instance_info")) {
      if (!OriginalTables.names(to).contains(table)) {
        continue;
      }
      try (var select = to.prepareStatement("SELECT COUNT(*) FROM " + table);
          var rows = select.executeQuery()) {
        rows.next();
        if (rows.getLong(1) > 0) {
          throw new AdoptException(
              "the database that is to be written has been used by a new server: %s has %d rows; take an empty one"
                  .formatted(table, rows.getLong(1)));
        }
      }
    }
  }

  private void write(Connection to, AdoptionPlan plan) throws SQLException {
    var rows = plan.rows();
    transact(
        to,
        () -> {
          for (var each : rows.entrySet()) {
            Inserts.insert(to, each.getKey(), each.getValue());
            startIdsAfter(to, each.getKey());
          }
          Inserts.insert(to, "workflow_version", plan.versions());
          Inserts.insert(to, "job_event", events(plan));
          mark(to, DEFINITIONS);
        });
  }

  private List<Map<String, Object>> events(AdoptionPlan plan) {
    return plan.adopted().stream()
        .map(
            job ->
                Map.<String, Object>of(
                    "job_id",
                    job.id(),
                    "app_id",
                    job.row().get("app_id"),
                    "event_time",
                    now.toEpochMilli(),
                    "kind",
                    "CREATED",
                    "who",
                    "takeover",
                    "detail",
                    job.notes().isEmpty()
                        ? "taken over from PowerJob 5.1"
                        : "taken over from PowerJob 5.1: " + String.join("; ", job.notes())))
        .toList();
  }

  private static void startIdsAfter(Connection to, String table) throws SQLException {
    try (var update =
        to.prepareStatement(
            "UPDATE id_sequence SET last_id = (SELECT COALESCE(MAX(id), 0) FROM "
                + table
                + ") WHERE name = ?")) {
      update.setString(1, table);
      update.executeUpdate();
    }
  }

  private long writeHistory(OriginalTables original, Connection to, AdoptionPlan plan)
      throws SQLException {
    var jobs = new HashMap<Long, OriginalRow>();
    plan.jobs().forEach(job -> jobs.put(job.number("id").orElseThrow(), job));
    var adopter = new AdoptedHistory(options, now);
    var served = new HashSet<List<Object>>();
    long[] written = {0};
    original.each(
        "instance_info",
        "status NOT IN (4, 5, 9, 10) OR " + plan.finishedRecently(),
        page -> {
          var rows = new ArrayList<Map<String, Object>>();
          for (var instance : page) {
            var row =
                adopter.adopt(
                    instance, Optional.ofNullable(jobs.get(instance.number("job_id", 0))));
            // Two instances for one instant: the first one serves it.
            if (row.get("due_time") != null
                && !served.add(List.of(row.get("job_id"), row.get("due_time")))) {
              row.put("due_time", null);
            }
            rows.add(row);
          }
          try {
            var known = known(to, rows);
            rows.removeIf(row -> known.contains(row.get("instance_id")));
            transact(to, () -> Inserts.insert(to, "instance_info", rows));
          } catch (SQLException e) {
            throw new AdoptException("instances cannot be written: " + e.getMessage(), e);
          }
          written[0] += rows.size();
        });
    return written[0];
  }

  /** Which of these an earlier try has written. */
  private static Set<Object> known(Connection to, List<Map<String, Object>> rows)
      throws SQLException {
    var ids = rows.stream().map(row -> row.get("instance_id").toString()).toList();
    var known = new HashSet<Object>();
    try (var select =
            to.prepareStatement(
                "SELECT instance_id FROM instance_info WHERE instance_id IN ("
                    + String.join(",", ids)
                    + ")");
        var found = select.executeQuery()) {
      while (found.next()) {
        known.add(found.getLong(1));
      }
    }
    return known;
  }

  private static boolean marked(Connection to, String step) throws SQLException {
    if (!OriginalTables.names(to).contains("partition_lease")
        || !OriginalTables.names(to).contains("sundry")) {
      return false;
    }
    try (var select =
        to.prepareStatement("SELECT COUNT(*) FROM sundry WHERE pkey = ? AND skey = ?")) {
      select.setString(1, MARK);
      select.setString(2, step);
      try (var rows = select.executeQuery()) {
        rows.next();
        return rows.getLong(1) > 0;
      }
    }
  }

  private void mark(Connection to, String step) throws SQLException {
    try (var insert =
        to.prepareStatement(
            "INSERT INTO sundry (pkey, skey, content, gmt_create, gmt_modified)"
                + " VALUES (?, ?, ?, ?, ?)")) {
      insert.setString(1, MARK);
      insert.setString(2, step);
      insert.setString(3, "PowerJob 5.1, " + now);
      insert.setTimestamp(4, Timestamp.from(now));
      insert.setTimestamp(5, Timestamp.from(now));
      insert.executeUpdate();
    }
  }

  @FunctionalInterface
  private interface Step {
    void run() throws SQLException;
  }

  private static void transact(Connection connection, Step step) throws SQLException {
    connection.setAutoCommit(false);
    try {
      step.run();
      connection.commit();
    } catch (SQLException | RuntimeException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }
}
