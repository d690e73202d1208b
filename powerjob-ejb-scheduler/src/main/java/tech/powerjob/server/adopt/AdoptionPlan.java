package tech.powerjob.server.adopt;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tech.powerjob.domain.instance.InstanceIds;
import tech.powerjob.server.workflow.condition.GroovyConditions;

/** What a takeover would write, worked out without writing anything. */
final class AdoptionPlan {
  /** Those whose ids people see; all with a row in {@code id_sequence}. */
  private static final List<String> COPIED =
      List.of("namespace", "app_info", "user_info", "pwjb_user_info", "user_role");

  private static final List<String> UNTOUCHED = List.of("container_info", "powerjob_files");

  private final AdoptOptions options;
  private final Instant now;
  private final AppPasswords passwords;
  private final Map<String, List<OriginalRow>> copied = new HashMap<>();
  private final List<OriginalRow> jobs;
  private final List<AdoptedJobs.Adopted> adopted;
  private final List<AdoptedWorkflows.Adopted> workflows;
  private final List<Map<String, Object>> nodes;

  private AdoptionPlan(OriginalTables original, AdoptOptions options, Instant now)
      throws SQLException {
    this.options = options;
    this.now = now;
    this.passwords = AppPasswords.of(options.appPasswords());
    for (var table : COPIED) {
      copied.put(table, original.all(table));
    }
    this.jobs = original.all("job_info");
    var adopter = new AdoptedJobs(options, now);
    this.adopted = jobs.stream().map(adopter::adopt).toList();
    var ofWorkflows =
        new AdoptedWorkflows(
            options, now, original.all("workflow_node_info"), jobs, new GroovyConditions()::check);
    this.workflows = original.all("workflow_info").stream().map(ofWorkflows::adopt).toList();
    this.nodes =
        ofWorkflows.nodeRows(
            workflows.stream().map(AdoptedWorkflows.Adopted::id).collect(Collectors.toSet()));
  }

  static AdoptionPlan of(OriginalTables original, AdoptOptions options, Instant now)
      throws SQLException {
    return new AdoptionPlan(original, options, now);
  }

  /** The original's jobs. */
  List<OriginalRow> jobs() {
    return jobs;
  }

  List<AdoptedJobs.Adopted> adopted() {
    return adopted;
  }

  /** Rows of our tables, but for instances. Takes some tenths of a second per application. */
  Map<String, List<Map<String, Object>>> rows() {
    var rows = new HashMap<String, List<Map<String, Object>>>();
    copied.forEach(
        (table, originals) ->
            rows.put(
                table,
                originals.stream()
                    .map(row -> AdoptedAccounts.of(table, row, options, now, passwords))
                    .toList()));
    rows.put("job_info", adopted.stream().map(AdoptedJobs.Adopted::row).toList());
    rows.put("workflow_info", workflows.stream().map(AdoptedWorkflows.Adopted::row).toList());
    rows.put("workflow_node_info", nodes);
    return rows;
  }

  /** Rows of {@code workflow_version}, which has no ids. */
  List<Map<String, Object>> versions() {
    return workflows.stream()
        .map(AdoptedWorkflows.Adopted::version)
        .filter(Objects::nonNull)
        .toList();
  }

  /** Says it, to people. */
  void describe(OriginalTables original, Consumer<String> out) throws SQLException {
    out.accept(
        "PowerJob 5.1 at %s%s"
            .formatted(
                withoutOptions(options.url()),
                options.into().map(url -> ", to " + withoutOptions(url)).orElse(", in place")));
    out.accept("");
    for (var table : COPIED) {
      out.accept("%8d  %s".formatted(copied.get(table).size(), table));
    }
    out.accept("%8d  job_info".formatted(jobs.size()));
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
    out.accept("%8d  workflow_info".formatted(workflows.size()));
    out.accept("%8d  workflow_node_info".formatted(nodes.size()));
    describeRuns(original, out);
    for (var table : UNTOUCHED) {
      long rows = original.count(table, "1 = 1");
      if (rows > 0) {
        out.accept(
            "%8d  %s: left as they are, this release does not run them".formatted(rows, table));
      }
    }
    if (options.inPlace() && options.tablePrefix().isEmpty() && !original.setAside()) {
      out.accept("");
      out.accept(
          "The former tables are kept under names that begin with %s: %s"
              .formatted(OriginalTables.KEPT, String.join(", ", OriginalTables.shared())));
    }
    describePasswords(out);
    describeJobs(out);
    describeWorkflows(out);
  }

  private static void describeRuns(OriginalTables original, Consumer<String> out)
      throws SQLException {
    long running = original.count("workflow_instance_info", "status IN (1, 2)");
    long all = original.count("workflow_instance_info", "1 = 1");
    if (all > 0) {
      out.accept(
          "%8d  workflow_instance_info: they are kept in their table and are not shown; %d of them have not ended and do not go on"
              .formatted(all, running));
    }
  }

  private void describeWorkflows(Consumer<String> out) {
    section(
        out,
        "Workflows that change:",
        workflows.stream()
            .filter(workflow -> !workflow.notes().isEmpty())
            .map(
                workflow ->
                    "  workflow %d '%s': %s"
                        .formatted(
                            workflow.id(), workflow.name(), String.join("; ", workflow.notes())))
            .toList());
    section(
        out,
        "Workflows that have been due since the former server stopped: each fires once when the new one starts, and the other instants are recorded as skipped (misfire rule FIRE_ONCE):",
        workflows.stream()
            .filter(AdoptedWorkflows.Adopted::due)
            .map(workflow -> "  workflow %d '%s'".formatted(workflow.id(), workflow.name()))
            .toList());
  }

  private void describePasswords(Consumer<String> out) {
    var unknown =
        copied.get("app_info").stream()
            .filter(app -> !passwords.isKnown(app.text("app_name"), app.text("password")))
            .map(app -> app.text("app_name"))
            .toList();
    if (!unknown.isEmpty()) {
      out.accept("");
      out.accept(
          "Passwords of %d applications cannot be read. Give them by --app-passwords, or set new ones in the console; until then these have no access:"
              .formatted(unknown.size()));
      unknown.forEach(name -> out.accept("  " + name));
    }
  }

  private void describeJobs(Consumer<String> out) {
    var suspicious = new ArrayList<String>();
    for (var job : jobs) {
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
    section(out, "Suspicious jobs, to be looked at before the new server starts:", suspicious);
    section(
        out,
        "Jobs that change:",
        adopted.stream()
            .filter(job -> !job.notes().isEmpty())
            .map(
                job ->
                    "  job %d '%s': %s"
                        .formatted(job.id(), job.name(), String.join("; ", job.notes())))
            .toList());
    section(
        out,
        "Jobs that have been due since the former server stopped: each fires once when the new one starts, and the other instants are recorded as skipped (misfire rule FIRE_ONCE):",
        adopted.stream()
            .filter(AdoptedJobs.Adopted::due)
            .map(job -> "  job %d '%s'".formatted(job.id(), job.name()))
            .toList());
  }

  private static void section(Consumer<String> out, String title, List<String> lines) {
    if (!lines.isEmpty()) {
      out.accept("");
      out.accept(title);
      lines.forEach(out);
    }
  }

  /** Condition for finished instances that come along. */
  String finishedRecently() {
    // Ids grow with time.
    return "status IN (4, 5, 9, 10) AND instance_id >= "
        + InstanceIds.firstOf(now.minus(options.history()));
  }

  /** Options may hold a password. */
  private static String withoutOptions(String url) {
    return url.split("[?;]", 2)[0].replaceAll("//[^/@]*@", "//…@");
  }
}
