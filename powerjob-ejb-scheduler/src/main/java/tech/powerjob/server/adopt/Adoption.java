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

  /** Those whose ids people see; all with a row in {@code id_sequence}. */
  private static final List<String> COPIED =
      List.of("namespace", "app_info", "user_info", "pwjb_user_info", "user_role");

  private static final List<String> UNTOUCHED =
      List.of(
          "workflow_info",
          "workflow_node_info",
          "workflow_instance_info",
          "container_info",
          "powerjob_files");

  /** What becomes of the original's definitions. */
  private record Definitions(
      Map<String, List<OriginalRow>> copied,
      List<OriginalRow> jobs,
      List<AdoptedJobs.Adopted> adopted) {}

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
      var passwords = AppPasswords.of(options.appPasswords());
      var definitions = read(original);
      describe(original, definitions, passwords);
      if (options.dryRun()) {
        out.accept("");
        alive.ifPresent(
            ip -> out.accept("A PowerJob server at " + ip + " works on this database."));
        out.accept("Nothing was changed: this was a dry run.");
        return;
      }
      perform(from, to, definitions, passwords);
    } catch (SQLException e) {
      throw new AdoptException("the database said: " + e.getMessage(), e);
    }
  }

  private void perform(
      Connection from, Connection to, Definitions definitions, AppPasswords passwords)
      throws SQLException {
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
      write(to, definitions, passwords);
      out.accept("Written: namespaces, applications, users, roles and jobs.");
    }
    long instances =
        writeHistory(OriginalTables.find(from, options.tablePrefix()), to, definitions);
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

  private Definitions read(OriginalTables original) throws SQLException {
    var copied = new HashMap<String, List<OriginalRow>>();
    for (var table : COPIED) {
      copied.put(table, original.all(table));
    }
    var jobs = original.all("job_info");
    var adopter = new AdoptedJobs(options, now);
    return new Definitions(copied, jobs, jobs.stream().map(adopter::adopt).toList());
  }

  private void describe(OriginalTables original, Definitions definitions, AppPasswords passwords)
      throws SQLException {
    out.accept(
        "PowerJob 5.1 at %s%s"
            .formatted(
                withoutOptions(options.url()),
                options.into().map(url -> ", to " + withoutOptions(url)).orElse(", in place")));
    out.accept("");
    for (var table : COPIED) {
      out.accept("%8d  %s".formatted(definitions.copied().get(table).size(), table));
    }
    out.accept("%8d  job_info".formatted(definitions.jobs().size()));
    out.accept(
        "%8d  instance_info that wait to be dispatched: they will run"
            .formatted(original.count("instance_info", "status = 1")));
    out.accept(
        "%8d  instance_info that are with workers: they end as failed or, if resident, stopped"
            .formatted(original.count("instance_info", "status IN (2, 3)")));
    out.accept(
        "%8d  finished instance_info of the last %d days"
            .formatted(
                original.count("instance_info", finishedRecently()), options.history().toDays()));
    for (var table : UNTOUCHED) {
      long rows = original.count(table, "1 = 1");
      if (rows > 0) {
        out.accept(
            "%8d  %s: left as they are, this release does not run them".formatted(rows, table));
      }
    }
    if (options.inPlace() && sharesNames() && !original.setAside()) {
      out.accept("");
      out.accept(
          "The former tables are kept under names that begin with %s: %s"
              .formatted(OriginalTables.KEPT, String.join(", ", OriginalTables.shared())));
    }
    describePasswords(definitions, passwords);
    describeJobs(definitions);
  }

  private void describePasswords(Definitions definitions, AppPasswords passwords) {
    var unknown =
        definitions.copied().get("app_info").stream()
            .filter(app -> !passwords.isKnown(app.text("app_name"), app.text("password")))
            .map(app -> app.text("app_name"))
            .toList();
    if (!unknown.isEmpty()) {
      out.accept("");
      out.accept(
          "Passwords of %d applications are encrypted under a key of the former server. Give them by --app-passwords, or set new ones in the console; until then these have no access:"
              .formatted(unknown.size()));
      unknown.forEach(name -> out.accept("  " + name));
    }
  }

  private void describeJobs(Definitions definitions) {
    var suspicious = new ArrayList<String>();
    for (var job : definitions.jobs()) {
      AdoptedJobs.suspicion(job)
          .ifPresent(
              reasons ->
                  suspicious.add(
                      "  job %s '%s' of application %s: %s"
                          .formatted(
                              job.text("id"),
                              job.text("job_name"),
                              job.text("app_id"),
                              String.join("; ", reasons))));
    }
    section("Suspicious jobs, to be looked at before the new server starts:", suspicious);
    section(
        "Jobs that change:",
        definitions.adopted().stream()
            .filter(job -> !job.notes().isEmpty())
            .map(
                job ->
                    "  job %d '%s': %s"
                        .formatted(job.id(), job.name(), String.join("; ", job.notes())))
            .toList());
    section(
        "Jobs that have been due since the former server stopped: each fires once when the new one starts, and the other instants are recorded as skipped (misfire rule FIRE_ONCE):",
        definitions.adopted().stream()
            .filter(AdoptedJobs.Adopted::due)
            .map(job -> "  job %d '%s'".formatted(job.id(), job.name()))
            .toList());
  }

  private void section(String title, List<String> lines) {
    if (!lines.isEmpty()) {
      out.accept("");
      out.accept(title);
      lines.forEach(out);
    }
  }

  private String finishedRecently() {
    return "status IN (4, 5, 9, 10) AND instance_id >= " + oldest();
  }

  /** Ids grow with time. */
  private long oldest() {
    return tech.powerjob.domain.instance.InstanceIds.firstOf(now.minus(options.history()));
  }

  private void write(Connection to, Definitions definitions, AppPasswords passwords)
      throws SQLException {
    var rows = new HashMap<String, List<Map<String, Object>>>();
    for (var table : COPIED) {
      rows.put(
          table,
          definitions.copied().get(table).stream()
              .map(row -> AdoptedAccounts.of(table, row, options, now, passwords))
              .toList());
    }
    rows.put("job_info", definitions.adopted().stream().map(AdoptedJobs.Adopted::row).toList());
    transact(
        to,
        () -> {
          for (var each : rows.entrySet()) {
            Inserts.insert(to, each.getKey(), each.getValue());
            startIdsAfter(to, each.getKey());
          }
          Inserts.insert(to, "job_event", events(definitions));
          mark(to, DEFINITIONS);
        });
  }

  private List<Map<String, Object>> events(Definitions definitions) {
    return definitions.adopted().stream()
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

  private long writeHistory(OriginalTables original, Connection to, Definitions definitions)
      throws SQLException {
    var jobs = new HashMap<Long, OriginalRow>();
    definitions.jobs().forEach(job -> jobs.put(job.number("id").orElseThrow(), job));
    var adopter = new AdoptedHistory(options, now);
    var served = new HashSet<List<Object>>();
    long[] written = {0};
    original.each(
        "instance_info",
        "status NOT IN (4, 5, 9, 10) OR " + finishedRecently(),
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

  /** Options may hold a password. */
  private static String withoutOptions(String url) {
    return url.split("[?;]", 2)[0].replaceAll("//[^/@]*@", "//…@");
  }
}
