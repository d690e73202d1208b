package tech.powerjob.worker.internal.distributed;

import java.util.ArrayList;
import java.util.List;
import tech.powerjob.wire.RunInstance;
import tech.powerjob.wire.TaskReport;

/** What the server is told of tasks: pages of bounded size. */
final class TaskReports {
  /** Most ends in a report. */
  private static final int PAGE = 300;

  /** Characters after which no further end goes into it. */
  private static final int PAGE_WEIGHT = 100_000;

  private final RunInstance run;
  private final String workerId;

  /** Of one coordinator. */
  TaskReports(RunInstance run, String workerId) {
    this.run = run;
    this.workerId = workerId;
  }

  /**
   * All that is new, at least one report.
   *
   * @param running number of tasks at work
   * @param workers number of workers that take part
   * @param shown some of the tasks at work; they are in the last report
   */
  List<TaskReport> of(Ledger ledger, int running, int workers, List<TaskReport.Running> shown) {
    var progress = ledger.checkpoint().progress();
    var counts =
        new TaskReport.Counts(
            progress.total(),
            progress.succeeded(),
            progress.failed(),
            running,
            progress.repeated(),
            workers);
    var reports = new ArrayList<TaskReport>();
    var ended = ledger.ended();
    int from = 0;
    do {
      int to = from;
      int weight = 0;
      while (to < ended.size() && to - from < PAGE && weight < PAGE_WEIGHT) {
        weight += weightOf(ended.get(to++));
      }
      reports.add(
          report(
              ledger.checkpoint(),
              counts,
              List.copyOf(ended.subList(from, to)),
              to == ended.size() ? shown : List.of()));
      from = to;
    } while (from < ended.size());
    return reports;
  }

  private static int weightOf(TaskReport.Ended task) {
    return 100 + task.result().length() + (task.content() == null ? 0 : task.content().length());
  }

  private TaskReport report(
      Checkpoint checkpoint,
      TaskReport.Counts counts,
      List<TaskReport.Ended> ended,
      List<TaskReport.Running> shown) {
    return new TaskReport(
        workerId,
        run.instanceId(),
        run.epoch(),
        run.distribution().generation(),
        checkpoint.nextSequence(),
        ended.isEmpty() ? 0 : checkpoint.nextPage(),
        counts,
        ended,
        shown);
  }
}
