package tech.powerjob.server.store;

import static tech.powerjob.server.store.InstanceRows.setInstant;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.domain.instance.InstanceChange;
import tech.powerjob.domain.instance.InstanceChange.Canceled;
import tech.powerjob.domain.instance.InstanceChange.Dispatched;
import tech.powerjob.domain.instance.InstanceChange.Expired;
import tech.powerjob.domain.instance.InstanceChange.Finished;
import tech.powerjob.domain.instance.InstanceChange.HandedBack;
import tech.powerjob.domain.instance.InstanceChange.Parked;
import tech.powerjob.domain.instance.InstanceChange.Postponed;
import tech.powerjob.domain.instance.InstanceChange.Received;
import tech.powerjob.domain.instance.InstanceChange.Refused;
import tech.powerjob.domain.instance.InstanceChange.Rescheduled;
import tech.powerjob.domain.instance.InstanceChange.Retried;
import tech.powerjob.domain.instance.InstanceChange.Started;
import tech.powerjob.domain.instance.InstanceChange.Stopped;

/**
 * The SQL of each kind of {@link InstanceChange}: one conditional update, which does what {@link
 * InstanceChange#applyTo} says. {@code running_times} is set before {@code status}, because MySQL
 * shows an expression the columns that were already set.
 */
final class ChangeStatement {
  private static final String STARTS =
      "running_times = running_times + CASE WHEN status = 2 THEN 1 ELSE 0 END, ";

  private static final String NEXT_GENERATION = "task_generation = task_generation + 1, ";

  private static final String NOT_AFTER_FINISH_BY = "deadline = LEAST(?, COALESCE(finish_by, ?))";

  private ChangeStatement() {}

  /** The statement of a change; changes with the same statement go into one batch. */
  static String sql(InstanceChange change) {
    return "UPDATE instance_info SET "
        + assignments(change)
        + ", gmt_modified = ? WHERE instance_id = ? AND app_id = ? AND dispatch_epoch = ?"
        + " AND status IN ("
        + codes(change.from())
        + ")";
  }

  private static String codes(Set<InstanceStatus> statuses) {
    return statuses.stream()
        .map(status -> Integer.toString(status.getV()))
        .collect(Collectors.joining(","));
  }

  private static String assignments(InstanceChange change) {
    if (change instanceof Dispatched) {
      return "status = 2, dispatch_epoch = dispatch_epoch + 1, worker_id = ?,"
          + " task_tracker_address = ?, actual_trigger_time = ?, waiting_for = NULL, deadline = ?";
    }
    if (change instanceof Received) {
      return "last_report_time = ?, deadline = LEAST(?, COALESCE(CASE WHEN running_times = 0 THEN"
          + " start_by END, ?), COALESCE(finish_by, ?))";
    }
    if (change instanceof Started) {
      return "running_times = running_times + 1, status = 3, last_report_time = ?, "
          + NOT_AFTER_FINISH_BY;
    }
    if (change instanceof Finished finished) {
      return STARTS
          + (finished.appended() == null ? "" : "appended_wf_context = ?, ")
          + "status = ?, result = ?, last_report_time = ?, finished_time = ?, deadline = NULL";
    }
    if (change instanceof Rescheduled rescheduled) {
      return (rescheduled.started() ? STARTS : "")
          + (rescheduled.afresh() ? NEXT_GENERATION : "")
          + "status = 1, result = ?, "
          + (rescheduled.started() ? "expected_trigger_time = ?, " : "")
          + NOT_AFTER_FINISH_BY;
    }
    if (change instanceof HandedBack) {
      return "running_times = running_times - 1, status = 1, result = NULL, " + NOT_AFTER_FINISH_BY;
    }
    if (change instanceof Refused) {
      return "status = 4, result = ?, task_tracker_address = '"
          + InstanceChange.NO_ADDRESS
          + "', actual_trigger_time = ?, finished_time = ?, deadline = NULL";
    }
    if (change instanceof Postponed) {
      return "deadline = ?";
    }
    if (change instanceof Parked) {
      return "waiting_for = ?, deadline = ?";
    }
    if (change instanceof Expired) {
      return "status = 4, result = ?, finished_time = ?, deadline = NULL";
    }
    if (change instanceof Stopped) {
      return "status = 10, result = ?, finished_time = ?, deadline = NULL";
    }
    if (change instanceof Canceled) {
      return "status = 9, result = ?, finished_time = ?, deadline = NULL";
    }
    if (change instanceof Retried retried) {
      return (retried.afresh() ? NEXT_GENERATION : "")
          + (retried.afresh() ? "worker_id = NULL, " : "")
          + "status = 1, result = NULL, task_tracker_address = NULL,"
          + " expected_trigger_time = ?, actual_trigger_time = NULL, finished_time = NULL,"
          + " start_by = NULL, finish_by = NULL, waiting_for = NULL, deadline = ?";
    }
    throw new IllegalArgumentException("no statement for " + change.getClass());
  }

  static void bind(PreparedStatement update, InstanceChange change) throws SQLException {
    int i = bindAssignments(update, change);
    update.setTimestamp(++i, Timestamp.from(change.at()));
    update.setLong(++i, change.target().instanceId());
    update.setLong(++i, change.target().appId());
    update.setLong(++i, change.target().epoch());
  }

  private static int bindAssignments(PreparedStatement update, InstanceChange change)
      throws SQLException {
    int i = 0;
    if (change instanceof Dispatched each) {
      update.setString(++i, each.workerId());
      update.setString(++i, each.address());
      set(update, ++i, each.at());
      set(update, ++i, each.deadline());
    } else if (change instanceof Received each) {
      set(update, ++i, each.at());
      set(update, ++i, each.deadline());
      set(update, ++i, each.deadline());
      set(update, ++i, each.deadline());
    } else if (change instanceof Started each) {
      set(update, ++i, each.at());
      set(update, ++i, each.deadline());
      set(update, ++i, each.deadline());
    } else if (change instanceof Finished each) {
      if (each.appended() != null) {
        update.setString(++i, JsonConverters.write(each.appended()));
      }
      update.setInt(++i, each.status().getV());
      update.setString(++i, each.result());
      set(update, ++i, each.at());
      set(update, ++i, each.finished());
    } else if (change instanceof Rescheduled each) {
      update.setString(++i, each.result());
      if (each.started()) {
        set(update, ++i, each.next());
      }
      set(update, ++i, each.next());
      set(update, ++i, each.next());
    } else if (change instanceof HandedBack each) {
      set(update, ++i, each.at());
      set(update, ++i, each.at());
    } else if (change instanceof Refused each) {
      update.setString(++i, each.result());
      set(update, ++i, each.at());
      set(update, ++i, each.at());
    } else if (change instanceof Postponed each) {
      set(update, ++i, each.deadline());
    } else if (change instanceof Parked each) {
      update.setString(++i, each.reason().name());
      set(update, ++i, each.deadline());
    } else if (change instanceof Expired each) {
      update.setString(++i, each.result());
      set(update, ++i, each.at());
    } else if (change instanceof Stopped each) {
      update.setString(++i, each.result());
      set(update, ++i, each.at());
    } else if (change instanceof Canceled each) {
      update.setString(++i, each.result());
      set(update, ++i, each.at());
    } else if (change instanceof Retried each) {
      set(update, ++i, each.at());
      set(update, ++i, each.at());
    }
    return i;
  }

  private static void set(PreparedStatement update, int index, Instant instant)
      throws SQLException {
    setInstant(update, index, Optional.of(instant));
  }
}
