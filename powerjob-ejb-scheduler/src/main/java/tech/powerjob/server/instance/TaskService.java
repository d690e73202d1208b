package tech.powerjob.server.instance;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.domain.explain.InstanceEvent;
import tech.powerjob.domain.instance.InstanceChange.Retried;
import tech.powerjob.domain.instance.InstanceChange.Target;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.domain.worker.WorkerProtocol;
import tech.powerjob.server.audit.AuditLog;
import tech.powerjob.server.instance.TaskViews.Progress;
import tech.powerjob.server.instance.TaskViews.Task;
import tech.powerjob.server.instance.TaskViews.TaskPage;
import tech.powerjob.server.lifecycle.RunningServer;
import tech.powerjob.server.store.TaskPages;
import tech.powerjob.server.store.TaskPages.State;
import tech.powerjob.server.store.Transactions;
import tech.powerjob.wire.TaskReport.Counts;
import tech.powerjob.wire.TaskReport.Ended;
import tech.powerjob.wire.TaskReport.Running;

/**
 * What users see of and do with the tasks of distributed instances. Every call is confined to one
 * application. Thread-safe.
 */
@ApplicationScoped
public class TaskService {
  /** Pages of hundreds of tasks that one search looks at. */
  private static final int PAGES_AT_ONCE = 100;

  private static final int PAGES_IN_MEMORY = 10;
  private static final Counts NOTHING = new Counts(0, 0, 0, 0, 0, 0);

  @Inject private InstanceService instances;
  @Inject private RunningServer server;
  @Inject private AuditLog audit;
  @Inject private Transactions transactions;
  @Inject private HttpTasks httpTasks;

  /** What is asked for cannot be done with the instance as it is. */
  public static final class NotNowException extends PowerJobException {
    private static final long serialVersionUID = 1L;

    NotNowException(String reason) {
      super(reason);
    }
  }

  /**
   * How the tasks of an instance stand.
   *
   * @throws IllegalArgumentException if it is unknown or another application's
   */
  public Progress progress(long appId, long instanceId) {
    var instance = instances.require(appId, instanceId);
    if (isWithHttpWorkers(instance)) {
      return httpTasks.progress(instance);
    }
    var state = state(instance);
    var counts = state.map(State::counts).orElse(NOTHING);
    boolean ended = instance.isFinished();
    long running = ended ? 0 : counts.running();
    return new Progress(
        Long.toString(instanceId),
        instance.status().name(),
        instance.taskGeneration(),
        instance.taskTrackerAddress(),
        state.map(State::broker).orElse(null),
        counts.total(),
        counts.succeeded(),
        counts.failed(),
        running,
        ended ? 0 : Math.max(0, counts.total() - counts.succeeded() - counts.failed() - running),
        counts.repeated(),
        counts.workers(),
        ended ? List.of() : running(state).stream().map(TaskService::view).toList(),
        state.map(State::reported).orElse(null),
        obstacle(instance, state).isEmpty());
  }

  private static boolean isWithHttpWorkers(JobInstance instance) {
    return !instance.isFinished() && WorkerProtocol.of(instance.workerId()) == WorkerProtocol.HTTP;
  }

  private Optional<State> state(JobInstance instance) {
    return new TaskPages(transactions)
        .state(instance.instanceId())
        .filter(state -> state.generation() == instance.taskGeneration());
  }

  private static List<Running> running(Optional<State> state) {
    return state.map(State::running).orElse(List.of());
  }

  private static Task view(Running task) {
    return new Task(
        task.taskId(),
        task.taskName(),
        "RUNNING",
        null,
        task.address(),
        null,
        task.startTime(),
        null,
        null);
  }

  private static Task view(Ended task) {
    return new Task(
        task.taskId(),
        task.taskName(),
        task.success() ? "SUCCEED" : "FAILED",
        task.result(),
        task.address(),
        task.attempts(),
        task.startTime(),
        task.endTime(),
        task.content());
  }

  /**
   * Tasks of an instance that meet all conditions.
   *
   * @throws IllegalArgumentException if it is unknown or another application's
   */
  public TaskPage tasks(long appId, long instanceId, TaskQuery query) {
    var instance = instances.require(appId, instanceId);
    if (isWithHttpWorkers(instance)) {
      return httpTasks.tasks(instance, query);
    }
    var state = state(instance);
    var found = new ArrayList<Task>();
    if (query.after().isEmpty() && !instance.isFinished()) {
      running(state).stream()
          .filter(query::matches)
          .limit(query.limit())
          .map(TaskService::view)
          .forEach(found::add);
    }
    if (state.isEmpty() || "RUNNING".equals(query.status().orElse(null))) {
      return new TaskPage(found, null);
    }
    return new Search(new TaskPages(transactions), instanceId, state.get(), query, found).page();
  }

  /** One walk through the pages of ended tasks, the newest first. */
  private static final class Search {
    private final TaskPages pages;
    private final long instanceId;
    private final State state;
    private final TaskQuery query;
    private final List<Task> found;

    /** Tasks that were run again; their former ends, which come later here, do not count. */
    private final Set<String> again = new HashSet<>();

    Search(TaskPages pages, long instanceId, State state, TaskQuery query, List<Task> found) {
      this.pages = pages;
      this.instanceId = instanceId;
      this.state = state;
      this.query = query;
      this.found = found;
    }

    TaskPage page() {
      rememberThoseBefore();
      // Success is told from failure by what came last, so only without reopening pages can be
      // skipped.
      boolean failedOnly = "FAILED".equals(query.status().orElse(null)) && neverReopened();
      long before = query.page() + 1;
      int skip = query.skip();
      for (int looked = 0; looked < PAGES_AT_ONCE; looked += PAGES_IN_MEMORY) {
        var some = pages.pages(instanceId, state.homeEpoch(), before, failedOnly, PAGES_IN_MEMORY);
        for (var page : some) {
          int from = page.number() == query.page() ? skip : 0;
          for (int i = 0; i < page.ended().size(); i++) {
            if (found.size() == query.limit() && i >= from) {
              return new TaskPage(found, page.number() + "-" + i);
            }
            look(page, i, i >= from);
          }
          before = page.number();
        }
        if (some.size() < PAGES_IN_MEMORY) {
          return new TaskPage(found, null);
        }
      }
      return new TaskPage(found, (before - 1) + "-0");
    }

    private boolean neverReopened() {
      return state.reopenedPage().isEmpty();
    }

    private void look(TaskPages.Page page, int index, boolean wanted) {
      var task = page.ended().get(page.ended().size() - 1 - index);
      boolean outdated =
          isNew(page.number())
              ? !again.add(task.taskId())
              : !task.success() && again.contains(task.taskId());
      if (wanted && !outdated && query.matches(task)) {
        found.add(view(task));
      }
    }

    private boolean isNew(long page) {
      return state.reopenedPage().filter(last -> page > last).isPresent();
    }

    private void rememberThoseBefore() {
      if (neverReopened() || query.after().isEmpty()) {
        return;
      }
      long before = Long.MAX_VALUE;
      while (true) {
        var some = pages.pages(instanceId, state.homeEpoch(), before, false, PAGES_IN_MEMORY);
        for (var page : some) {
          if (!isNew(page.number()) || page.number() <= query.page()) {
            return;
          }
          page.ended().forEach(task -> again.add(task.taskId()));
          before = page.number();
        }
        if (some.isEmpty()) {
          return;
        }
      }
    }
  }

  /**
   * Runs the failed tasks of an instance that has ended again, and them alone.
   *
   * @param by who asks, in words
   * @throws NotNowException if that is not possible, with the reason
   * @throws IllegalArgumentException if the instance is unknown or another application's
   */
  public void retryFailed(long appId, long instanceId, String by) {
    var engine = server.engine();
    var instance = instances.require(appId, instanceId);
    var state = state(instance);
    obstacle(instance, state)
        .ifPresent(
            reason -> {
              throw new NotNowException(reason);
            });
    if (!engine.tasks().reopen(instanceId, state.get().homeEpoch(), instance.epoch())) {
      throw new NotNowException(REMOVED);
    }
    var retried = new Retried(Target.of(instance), false, engine.now());
    if (engine.instances().apply(List.of(retried)).isEmpty()) {
      throw new NotNowException("somebody else has just done something with the instance");
    }
    engine
        .events()
        .record(
            List.of(
                InstanceEvent.of(
                    instance,
                    engine.now(),
                    InstanceEvent.Kind.RETRY_REQUESTED,
                    "%d failed tasks are run again by %s"
                        .formatted(state.get().counts().failed(), by),
                    Map.of("by", by, "failedTasks", state.get().counts().failed()))));
    audit.doneByPerson("instance.retry-tasks", "instance", instanceId, appId);
    retried.applyTo(instance).ifPresent(engine::release);
  }

  private static final String REMOVED =
      "the tasks were removed from their broker, a day after the end; retry runs the whole instance";

  /** What speaks against running failed tasks again; empty if nothing does. */
  private static Optional<String> obstacle(JobInstance instance, Optional<State> state) {
    if (state.isEmpty()) {
      return Optional.of("the instance has no tasks: it is not distributed, or was never sent");
    }
    if (instance.status() != InstanceStatus.SUCCEED && instance.status() != InstanceStatus.FAILED) {
      return Optional.of(
          "the instance is %s but must have succeeded or failed".formatted(instance.status()));
    }
    if (instance.wfInstanceId().isPresent()) {
      return Optional.of("Workflow's instance do not support retry!");
    }
    if (state.get().removed()) {
      return Optional.of(REMOVED);
    }
    return state.get().counts().failed() == 0
        ? Optional.of("no task of the instance has failed")
        : Optional.empty();
  }
}
