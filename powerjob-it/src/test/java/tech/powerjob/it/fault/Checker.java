package tech.powerjob.it.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tech.powerjob.common.enums.InstanceStatus;

/**
 * Compares three accounts of the same time, in the manner of Jepsen's test of Chronos: which
 * instants were due, what the ledger says of them, and what the processors wrote down themselves.
 */
final class Checker {
  /** How the due instants of a schedule are known to somebody who only sees its job. */
  enum Grid {
    /** They are the multiples of their distance. */
    MULTIPLES,
    /** They go on from the first one in their distance. */
    FROM_THE_FIRST,
    /**
     * They depend on how long runs take, and so on when a lost worker is given up; they only must
     * not end.
     */
    NONE
  }

  /**
   * A schedule to check.
   *
   * @param everyMillis distance of its due instants
   */
  record Scheduled(long jobId, long everyMillis, Grid grid) {}

  /** A schedule of which no run began for so many milliseconds before the end has ended. */
  static final long STILL_ALIVE = 15_000;

  private record Row(long id, long jobId, Long due, int status, String result) {}

  private final Connection database;
  private final Collection<Path> records;

  private final Map<Long, Row> rows = new HashMap<>();
  private final Map<Long, Integer> ends = new HashMap<>();
  private final Map<Long, Integer> retries = new HashMap<>();
  private final Map<Long, TreeSet<Long>> begins = new HashMap<>();

  Checker(Connection database, Collection<Path> records) {
    this.database = database;
    this.records = records;
  }

  /**
   * Looks at everything.
   *
   * @param from first due instant that counts, epoch milliseconds
   * @param to last one
   * @param acknowledged ids that API calls returned
   */
  Verdict check(List<Scheduled> schedules, long from, long to, Set<Long> acknowledged)
      throws SQLException, IOException {
    readRows();
    readRecords();
    var lost = new ArrayList<String>();
    int expected = acknowledged.size();
    long skippedCount = 0;
    long longestGap = 0;
    for (var schedule : schedules) {
      var fired = new HashSet<Long>();
      rows.values().stream()
          .filter(row -> row.jobId() == schedule.jobId() && row.due() != null)
          .forEach(row -> fired.add(row.due()));
      var skipped = skipped(schedule);
      long anchor =
          schedule.grid() == Grid.FROM_THE_FIRST && !fired.isEmpty() ? Collections.min(fired) : 0;
      long first =
          anchor - Math.floorDiv(anchor - from, schedule.everyMillis()) * schedule.everyMillis();
      if (schedule.grid() == Grid.NONE) {
        if (gap(schedule.jobId(), to - STILL_ALIVE, to) >= STILL_ALIVE) {
          lost.add("job " + schedule.jobId() + " has fallen silent");
        }
        continue;
      }
      longestGap = Math.max(longestGap, gap(schedule.jobId(), from, to));
      for (long due = first; due <= to; due += schedule.everyMillis()) {
        expected++;
        if (skipped.contains(due)) {
          skippedCount++;
        } else if (!fired.contains(due)) {
          lost.add("job " + schedule.jobId() + " at " + due);
        }
      }
    }
    for (var id : acknowledged) {
      if (!rows.containsKey(id)) {
        lost.add("acknowledged " + id);
      }
    }
    var doubled = new ArrayList<String>();
    var stuck = new ArrayList<String>();
    var failed = new ArrayList<String>();
    for (var row : rows.values()) {
      int ran = ends.getOrDefault(row.id(), 0);
      var status = InstanceStatus.of(row.status());
      if (ran > 1 + retries.getOrDefault(row.id(), 0)) {
        doubled.add(row.id() + " ran " + ran + " times");
      }
      if (!InstanceStatus.FINISHED_STATUS.contains(row.status())) {
        stuck.add(row.toString());
      } else if (status == InstanceStatus.SUCCEED && ran == 0) {
        lost.add(row.id() + " succeeded without having run");
      } else if (status == InstanceStatus.FAILED) {
        failed.add(row.toString());
      }
    }
    for (var id : ends.keySet()) {
      if (!rows.containsKey(id)) {
        lost.add("ran but unknown " + id);
      }
    }
    return new Verdict(
        expected, lost, doubled, stuck, failed, skippedCount, Duration.ofMillis(longestGap));
  }

  private void readRows() throws SQLException {
    try (var statement = database.createStatement()) {
      try (var found =
          statement.executeQuery(
              "SELECT instance_id, job_id, due_time, status, result FROM instance_info")) {
        while (found.next()) {
          long due = found.getLong(3);
          var row =
              new Row(
                  found.getLong(1),
                  found.getLong(2),
                  found.wasNull() ? null : due,
                  found.getInt(4),
                  found.getString(5));
          rows.put(row.id(), row);
        }
      }
      try (var found =
          statement.executeQuery(
              "SELECT instance_id, COUNT(*) FROM instance_event WHERE kind IN"
                  + " ('RETRY_PLANNED', 'WORKER_LOST', 'RETRY_REQUESTED') GROUP BY instance_id")) {
        while (found.next()) {
          retries.put(found.getLong(1), found.getInt(2));
        }
      }
    }
  }

  private Set<Long> skipped(Scheduled schedule) throws SQLException {
    var instants = new HashSet<Long>();
    try (var select =
        database.prepareStatement(
            "SELECT first_due, last_due FROM skipped_firing WHERE job_id = ?")) {
      select.setLong(1, schedule.jobId());
      try (var found = select.executeQuery()) {
        while (found.next()) {
          for (long due = found.getLong(1);
              due <= found.getLong(2);
              due += schedule.everyMillis()) {
            instants.add(due);
          }
        }
      }
    }
    return instants;
  }

  private void readRecords() throws IOException {
    for (var file : records) {
      if (!Files.exists(file)) {
        continue;
      }
      for (var line : Files.readAllLines(file)) {
        var parts = line.split(" ");
        if (parts.length != 4) {
          continue; // The process was killed while it wrote.
        }
        long id = Long.parseLong(parts[1]);
        if (parts[0].equals("E")) {
          ends.merge(id, 1, Integer::sum);
        } else {
          var row = rows.get(id);
          begins
              .computeIfAbsent(row == null ? -1 : row.jobId(), job -> new TreeSet<>())
              .add(Long.parseLong(parts[3]));
        }
      }
    }
  }

  /** The longest time between two instants in which no run of some schedule began. */
  Duration longestGap(List<Scheduled> schedules, long from, long to) {
    return Duration.ofMillis(
        schedules.stream()
            .filter(each -> each.grid() != Grid.NONE)
            .mapToLong(each -> gap(each.jobId(), from, to))
            .max()
            .orElse(0));
  }

  private long gap(long jobId, long from, long to) {
    long last = from;
    long longest = 0;
    for (long begin : begins.getOrDefault(jobId, new TreeSet<>())) {
      if (begin > from && begin <= to) {
        longest = Math.max(longest, begin - last);
        last = begin;
      }
    }
    return Math.max(longest, to - last);
  }
}
