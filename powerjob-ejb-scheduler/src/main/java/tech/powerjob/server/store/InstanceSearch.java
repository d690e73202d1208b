package tech.powerjob.server.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.StringJoiner;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.enums.InstanceType;
import tech.powerjob.common.request.query.InstancePageQuery;
import tech.powerjob.domain.instance.JobInstance;

/**
 * An {@link InstancePageQuery} over {@code instance_info}; values are always parameters. Not
 * thread-safe.
 */
public final class InstanceSearch {
  private static final Map<String, String> SORTABLE =
      Map.ofEntries(
          Map.entry("id", "instance_id"),
          Map.entry("instanceId", "instance_id"),
          Map.entry("jobId", "job_id"),
          Map.entry("status", "status"),
          Map.entry("expectedTriggerTime", "expected_trigger_time"),
          Map.entry("actualTriggerTime", "actual_trigger_time"),
          Map.entry("finishedTime", "finished_time"),
          Map.entry("gmtCreate", "gmt_create"),
          Map.entry("gmtModified", "gmt_modified"));

  private static final String ID = "instance_id";
  private static final String FAILED_ID = "failed_id";

  private final Transactions transactions;
  private final StringBuilder where = new StringBuilder(" FROM instance_info WHERE app_id = ?");
  private final List<Object> values = new ArrayList<>();

  /** The column that holds the instance's id, and by whose index the search goes. */
  private final String id;

  private String order;

  /**
   * A search within one application.
   *
   * @throws IllegalArgumentException if the query is to be sorted by a field that is not sortable
   */
  public InstanceSearch(Transactions transactions, long appId, InstancePageQuery query) {
    this.transactions = transactions;
    this.id = ID;
    values.add(appId);
    add("instance_id", "=", query.getInstanceIdEq());
    add("instance_id", "<", query.getInstanceIdLt());
    add("instance_id", ">", query.getInstanceIdGt());
    add("outer_key", "=", query.getOuterKeyEq());
    add("job_id", "=", query.getJobIdEq());
    in("status", query.getStatusIn());
    add("gmt_create", "<", query.getGmtCreateLt());
    add("gmt_create", ">", query.getGmtCreateGt());
    add("gmt_modified", "<", query.getGmtModifiedLt());
    add("gmt_modified", ">", query.getGmtModifiedGt());
    order = order(query);
  }

  /**
   * A search within one application, the newest first; {@link #page} takes its limit.
   *
   * @param filter what is looked for; its {@code before} is where the page before ended
   */
  public static InstanceSearch of(Transactions transactions, long appId, InstanceFilter filter) {
    var search = new InstanceSearch(transactions, appId, filter);
    search.in("status", filter.statuses().stream().map(InstanceStatus::getV).toList());
    search.add("outer_key", "=", filter.outerKey().orElse(null));
    filter.worker().ifPresent(part -> search.contains(part, "task_tracker_address"));
    filter.text().ifPresent(part -> search.contains(part, "instance_params", "result"));
    search.add("expected_trigger_time", ">=", millis(filter.from()));
    search.add("expected_trigger_time", "<", millis(filter.to()));
    search.add("trigger_type", "=", filter.trigger().map(Enum::name).orElse(null));
    return search;
  }

  /**
   * All that the best index for the filter holds of the application, or of the job, from where the
   * filter begins.
   */
  private InstanceSearch(Transactions transactions, long appId, InstanceFilter filter) {
    this.transactions = transactions;
    values.add(appId);
    id = isAllFailed(filter) ? FAILED_ID : ID;
    boolean few = areFew(filter);
    if (few) {
      // Sums keep the optimizer from indexes that hold a whole history.
      where.setLength(0);
      where.append(" FROM instance_info WHERE app_id + 0 = ?");
    }
    add(few ? "job_id + 0" : "job_id", "=", filter.jobId().orElse(null));
    if (filter.wfInstanceId().isPresent()) {
      add("wf_instance_id", "=", filter.wfInstanceId().get());
    } else if (few) {
      where.append(" AND deadline >= 0");
    } else if (id.equals(FAILED_ID)) {
      // Otherwise an index that begins with those that have none is gone through.
      where.append(" AND failed_id >= 0");
    }
    add(few ? id + " + 0" : id, "<", filter.before().orElse(null));
    order = " ORDER BY " + id + " DESC";
  }

  private static boolean isAllFailed(InstanceFilter filter) {
    return filter.statuses().equals(List.of(InstanceStatus.FAILED))
        && filter.jobId().isEmpty()
        && filter.wfInstanceId().isEmpty();
  }

  private static boolean isAllUnfinished(InstanceFilter filter) {
    return !filter.statuses().isEmpty()
        && filter.statuses().stream()
            .map(InstanceStatus::getV)
            .allMatch(InstanceStatus.GENERALIZED_RUNNING_STATUS::contains);
  }

  /** Whether an index holds little more than what the filter lets through. */
  static boolean areFew(InstanceFilter filter) {
    return filter.wfInstanceId().isPresent() || isAllUnfinished(filter);
  }

  /**
   * The id from which on there are about as many instances as wanted, at least so many, counting
   * all that has to be looked at for the filter; empty if there are not more.
   */
  public static OptionalLong floor(
      Transactions transactions, long appId, InstanceFilter filter, int wanted) {
    if (areFew(filter)) {
      return OptionalLong.empty();
    }
    long counted = 0;
    var windows = IdWindows.ofInstances(transactions, filter.before());
    while (windows.next()) {
      long more =
          new InstanceSearch(transactions, appId, filter.from(windows.ceiling(), 1))
              .notOlderThan(windows.floor())
              .count();
      counted += more;
      if (counted >= wanted) {
        return windows.isLast() ? OptionalLong.empty() : OptionalLong.of(windows.floor());
      }
      windows.scaleFor(wanted - counted, more);
    }
    return OptionalLong.empty();
  }

  /** Takes out what is older than this id. */
  public InstanceSearch notOlderThan(long instanceId) {
    add(id, ">=", instanceId);
    return this;
  }

  /** Takes out what is not of this kind. */
  public InstanceSearch only(InstanceType type) {
    add("type", "=", type.getV());
    return this;
  }

  /** Takes out all but the instance with this id; nothing if there is no id. */
  public InstanceSearch only(Long instanceId) {
    add(ID, "=", instanceId);
    return this;
  }

  /** What was changed last comes first. */
  public InstanceSearch lastChangedFirst() {
    order = " ORDER BY gmt_modified DESC, instance_id DESC";
    return this;
  }

  private static Long millis(Optional<Instant> instant) {
    return instant.map(Instant::toEpochMilli).orElse(null);
  }

  private void contains(String part, String... columns) {
    var like = new StringJoiner(" OR ", " AND (", ")");
    var pattern = TextPattern.containing(part);
    for (var column : columns) {
      like.add(TextPattern.condition(column, "?"));
      values.add(pattern);
    }
    where.append(like);
  }

  private static String order(InstancePageQuery query) {
    var sortBy = query.getSortBy() == null ? "instanceId" : query.getSortBy();
    var column = SORTABLE.get(sortBy);
    if (column == null) {
      throw new IllegalArgumentException(
          "sortBy is '%s' but must be one of %s"
              .formatted(sortBy, SORTABLE.keySet().stream().sorted().toList()));
    }
    var direction = query.isAsc() ? " ASC" : " DESC";
    return " ORDER BY "
        + column
        + direction
        + (column.equals("instance_id") ? "" : ", instance_id" + direction);
  }

  private void add(String column, String operator, Object value) {
    if (value != null) {
      where.append(" AND ").append(column).append(' ').append(operator).append(" ?");
      values.add(value);
    }
  }

  private void in(String column, List<Integer> codes) {
    if (codes != null && !codes.isEmpty()) {
      where
          .append(" AND ")
          .append(column)
          .append(" IN (")
          .append(ValueList.marks(codes.size()))
          .append(')');
      values.addAll(codes);
    }
  }

  /** How many instances there are. */
  public long count() {
    return transactions.read(
        connection -> {
          try (var select = connection.prepareStatement("SELECT COUNT(*)" + where)) {
            bind(select);
            try (var rows = select.executeQuery()) {
              rows.next();
              return rows.getLong(1);
            }
          }
        });
  }

  /** Some of them, in order. */
  public List<JobInstance> page(int offset, int limit) {
    return transactions.read(
        connection -> {
          var sql =
              "SELECT "
                  + InstanceRows.COLUMNS
                  + where
                  + order
                  + " LIMIT "
                  + limit
                  + " OFFSET "
                  + offset;
          try (var select = connection.prepareStatement(sql)) {
            bind(select);
            return InstanceRows.readAll(select);
          }
        });
  }

  private void bind(PreparedStatement select) throws SQLException {
    for (int i = 0; i < values.size(); i++) {
      var value = values.get(i);
      select.setObject(i + 1, value instanceof Date date ? new Timestamp(date.getTime()) : value);
    }
  }
}
