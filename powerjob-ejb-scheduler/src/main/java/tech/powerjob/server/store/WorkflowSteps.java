package tech.powerjob.server.store;

import static tech.powerjob.server.store.InstanceRows.setInstant;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.domain.workflow.Advance;
import tech.powerjob.domain.workflow.RunCommand;
import tech.powerjob.domain.workflow.RunNote;
import tech.powerjob.domain.workflow.WorkflowRun;
import tech.powerjob.server.workflow.run.RunPart;

/**
 * Stores steps of runs: the new state of each, if it is still at the version that the step was
 * decided on, together with the instances and nested runs that belong to it, in one transaction.
 * Thread-safe.
 */
public final class WorkflowSteps {
  private static final String UPDATE_HEAD =
      "UPDATE workflow_instance_info SET status = ?, version = ?, state = ?, result = ?,"
          + " finished_time = ?, deadline = ?, gmt_modified = ?";
  private static final String UPDATE_TAIL = " WHERE wf_instance_id = ? AND version = ?";

  private static final Comparator<RunPart> BY_ID =
      Comparator.comparingLong(part -> part.advance().after().wfInstanceId());

  private final Transactions transactions;

  public WorkflowSteps(Transactions transactions) {
    this.transactions = transactions;
  }

  /** The limit of a workflow does not let a run begin. */
  public static final class TooManyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManyException(String message) {
      super(message, null, false, false);
    }
  }

  /** Somebody else has changed one of the runs. */
  private static final class LostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LostException() {
      super("a run was changed by somebody else", null, false, false);
    }
  }

  /**
   * Applies steps of one run each; each takes effect or not by itself.
   *
   * @param now the present, which decides on which runs are under way
   * @return for each part what was stored, empty if somebody else has changed the run
   */
  public List<Optional<RunPart>> applyEach(List<RunPart> parts, Instant now) {
    var applied = transactions.commit(connection -> apply(connection, parts, now, false));
    touch(applied.stream().flatMap(Optional::stream).toList());
    return applied;
  }

  /**
   * Applies what belongs together, or nothing of it.
   *
   * @return what was stored; empty if somebody else has changed one of the runs
   * @throws TooManyException if the limit of a workflow forbids it and there is no other outcome
   */
  public Optional<List<RunPart>> applyTogether(List<RunPart> parts, Instant now) {
    try {
      var applied =
          transactions.commit(
              connection ->
                  apply(connection, parts, now, true).stream().map(Optional::orElseThrow).toList());
      touch(applied);
      return Optional.of(applied);
    } catch (LostException e) {
      return Optional.empty();
    }
  }

  private void touch(List<RunPart> applied) {
    var touched = transactions.touched();
    for (var part : applied) {
      var run = part.advance().after();
      touched.runs(List.of(run));
      for (var command : part.advance().commands()) {
        if (command instanceof RunCommand.StopInstance stop) {
          touched.instance(run.appId(), stop.instanceId());
        }
      }
    }
  }

  private static List<Optional<RunPart>> apply(
      Connection connection, List<RunPart> parts, Instant now, boolean allOrNothing)
      throws SQLException {
    var decided = withinLimits(connection, parts, now);
    var lost = update(connection, decided);
    if (allOrNothing && !lost.isEmpty()) {
      throw new LostException();
    }
    var won = decided.stream().filter(part -> !lost.contains(part)).toList();
    var added = won.stream().filter(RunPart::isNew).map(part -> part.advance().after()).toList();
    if (!added.isEmpty()) {
      JdbcWorkflowRuns.insert(connection, added);
    }
    carryOut(connection, won, now);
    RaisedAlarms.ofRuns(connection, won, now);
    return decided.stream()
        .map(part -> lost.contains(part) ? Optional.<RunPart>empty() : Optional.of(part))
        .toList();
  }

  /** The parts, those that may not begin in their other form. */
  private static List<RunPart> withinLimits(Connection connection, List<RunPart> parts, Instant now)
      throws SQLException {
    var workflows = new TreeSet<Long>();
    parts.stream()
        .filter(RunPart::isLimited)
        .forEach(part -> workflows.add(part.definition().workflowId()));
    if (workflows.isEmpty()) {
      return parts;
    }
    var running = new HashMap<Long, Integer>();
    for (var workflowId : workflows) {
      lock(connection, workflowId);
      running.put(workflowId, count(connection, workflowId, now));
    }
    var within = new ArrayList<RunPart>(parts.size());
    for (var part : parts) {
      within.add(part.isLimited() ? within(part, running, now) : part);
    }
    return within;
  }

  private static RunPart within(RunPart part, Map<Long, Integer> running, Instant now) {
    long workflowId = part.definition().workflowId();
    var before = part.advance().before();
    // One that waited for this instant is among those that were counted.
    boolean counted =
        !part.isNew() && !before.isFinished() && !before.expectedTriggerTime().isAfter(now);
    int count = running.get(workflowId) + (counted ? 0 : 1);
    if (count <= part.definition().maxInstances()) {
      running.put(workflowId, count);
      return part;
    }
    var text = "too many instances(%d>%d)".formatted(count, part.definition().maxInstances());
    if (part.refusal() == null) {
      throw new TooManyException(text);
    }
    if (counted) {
      running.merge(workflowId, -1, Integer::sum);
    }
    return part.refused(text);
  }

  /** Two servers that begin runs of a workflow at once must see each other's. */
  private static void lock(Connection connection, long workflowId) throws SQLException {
    try (var lock =
        connection.prepareStatement("SELECT id FROM workflow_info WHERE id = ? FOR UPDATE")) {
      lock.setLong(1, workflowId);
      lock.executeQuery().close();
    }
  }

  private static int count(Connection connection, long workflowId, Instant now)
      throws SQLException {
    // The sum keeps the optimizer from the workflow's index, which holds its whole history.
    try (var count =
        connection.prepareStatement(
            "SELECT COUNT(*) FROM workflow_instance_info WHERE deadline >= 0"
                + " AND workflow_id + 0 = ?"
                + " AND (status = 2 OR status = 1 AND expected_trigger_time <= ?)")) {
      count.setLong(1, workflowId);
      count.setLong(2, now.toEpochMilli());
      try (var rows = count.executeQuery()) {
        rows.next();
        return rows.getInt(1);
      }
    }
  }

  /** Moves the runs that are stored; returns the parts whose runs are not as they should be. */
  private static Set<RunPart> update(Connection connection, List<RunPart> parts)
      throws SQLException {
    var lost = Collections.<RunPart>newSetFromMap(new IdentityHashMap<>());
    // In the order of their ids, lest two servers wait for each other.
    var stored = parts.stream().filter(part -> !part.isNew()).sorted(BY_ID).toList();
    for (boolean withContext : new boolean[] {false, true}) {
      var some =
          stored.stream().filter(part -> changesContext(part.advance()) == withContext).toList();
      if (some.isEmpty()) {
        continue;
      }
      var sql = UPDATE_HEAD + (withContext ? ", wf_context = ?" : "") + UPDATE_TAIL;
      try (var update = connection.prepareStatement(sql)) {
        for (var part : some) {
          bind(update, part.advance(), withContext);
          update.addBatch();
        }
        int[] counts = update.executeBatch();
        for (int i = 0; i < counts.length; i++) {
          if (counts[i] != 1) {
            lost.add(some.get(i));
          }
        }
      }
    }
    return lost;
  }

  private static boolean changesContext(Advance advance) {
    return !advance.before().context().equals(advance.after().context());
  }

  private static void bind(java.sql.PreparedStatement update, Advance advance, boolean withContext)
      throws SQLException {
    WorkflowRun run = advance.after();
    int i = 0;
    update.setInt(++i, run.status().getV());
    update.setLong(++i, run.version());
    update.setString(++i, RunStateJson.write(run.state()));
    update.setString(++i, run.result());
    setInstant(update, ++i, run.finishedTime());
    setInstant(update, ++i, run.deadline());
    update.setTimestamp(++i, Timestamp.from(run.modified()));
    if (withContext) {
      update.setString(++i, WorkflowRunRows.context(run.context()));
    }
    update.setLong(++i, run.wfInstanceId());
    update.setLong(++i, advance.before().version());
  }

  private static void carryOut(Connection connection, List<RunPart> parts, Instant now)
      throws SQLException {
    var launched = new ArrayList<JobInstance>();
    var stopped = new ArrayList<RunCommand.StopInstance>();
    var notes = new ArrayList<RunNote>();
    for (var part : parts) {
      for (var command : part.advance().commands()) {
        if (command instanceof RunCommand.Launch launch) {
          launched.add(launch.instance());
        } else if (command instanceof RunCommand.StopInstance stop) {
          stopped.add(stop);
        } else if (command instanceof RunCommand.Note note) {
          notes.add(note.note());
        }
      }
    }
    if (!launched.isEmpty()) {
      JdbcInstances.insert(connection, launched);
    }
    if (!stopped.isEmpty()) {
      stop(connection, stopped, now);
    }
    if (!notes.isEmpty()) {
      insert(connection, notes);
    }
  }

  /** Ends instances whatever their epoch: no later run of them is wanted either. */
  private static void stop(Connection connection, List<RunCommand.StopInstance> stops, Instant now)
      throws SQLException {
    stops.sort(Comparator.comparingLong(RunCommand.StopInstance::instanceId));
    try (var update =
        connection.prepareStatement(
            "UPDATE instance_info SET status = 10, result = ?, finished_time = ?,"
                + " deadline = NULL, gmt_modified = ?"
                + " WHERE instance_id = ? AND status IN (1, 2, 3)")) {
      for (var stop : stops) {
        update.setString(1, stop.result());
        update.setLong(2, now.toEpochMilli());
        update.setTimestamp(3, Timestamp.from(now));
        update.setLong(4, stop.instanceId());
        update.addBatch();
      }
      update.executeBatch();
    }
  }

  private static void insert(Connection connection, List<RunNote> notes) throws SQLException {
    try (var insert =
        connection.prepareStatement(
            "INSERT INTO workflow_event (wf_instance_id, node_id, event_time, kind, detail, data)"
                + " VALUES (?,?,?,?,?,?)")) {
      for (var note : notes) {
        insert.setLong(1, note.wfInstanceId());
        insert.setObject(2, note.nodeId(), java.sql.Types.BIGINT);
        insert.setLong(3, note.at().toEpochMilli());
        insert.setString(4, note.kind().name());
        insert.setString(5, note.detail());
        insert.setString(6, note.data().isEmpty() ? null : JsonConverters.write(note.data()));
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }
}
