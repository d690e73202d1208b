package tech.powerjob.web.page.instance;

import jakarta.annotation.PostConstruct;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.primefaces.PrimeFaces;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.domain.instance.InstanceChange;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.domain.job.Job;
import tech.powerjob.domain.job.Jobs;
import tech.powerjob.server.instance.Explanation;
import tech.powerjob.server.instance.Explanations;
import tech.powerjob.server.instance.InstanceService;
import tech.powerjob.server.instance.TaskQuery;
import tech.powerjob.server.instance.TaskService;
import tech.powerjob.server.instance.TaskViews.Progress;
import tech.powerjob.server.instance.TaskViews.TaskPage;
import tech.powerjob.web.page.ActRequest;
import tech.powerjob.web.page.Address;
import tech.powerjob.web.page.Console;
import tech.powerjob.web.page.Notices;
import tech.powerjob.web.page.Texts;

/** One instance: what it is, why it is so, its tasks, and what can be done with it. */
@Named
@ViewScoped
public class InstancePage implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int TASKS = 20;

  @Inject InstanceService instances;
  @Inject Explanations explanations;
  @Inject TaskService tasks;
  @Inject Jobs jobs;
  @Inject InstanceActs acts;
  @Inject Console console;
  @Inject Notices notices;
  @Inject Texts texts;

  private long id;
  private transient JobInstance instance;
  private transient Explanation explanation;
  private transient Progress progress;
  private transient TaskPage found;
  private transient String zone;
  private transient String jobName;
  private String taskStatus;
  private String taskText;
  private String after;
  private final Deque<String> before = new ArrayDeque<>();

  @PostConstruct
  void open() {
    id = Address.number("id").orElse(0L);
    instances.appOf(id).ifPresent(console::show);
    taskStatus = Address.text("taskStatus").filter(getTaskStatuses()::contains).orElse(null);
    taskText = Address.text("taskText").orElse(null);
    read();
  }

  private void read() {
    long appId = console.appId(Permission.READ);
    try {
      instance = instances.require(appId, id);
    } catch (IllegalArgumentException e) {
      instance = null;
      return;
    }
    explanation = explanations.of(appId, id);
    progress = tasks.progress(appId, id);
    found = progress.total() > 0 ? search(appId) : new TaskPage(List.of(), null);
    var job = Optional.ofNullable(jobs.findAll(List.of(instance.jobId())).get(instance.jobId()));
    jobName = job.map(Job::getJobName).orElse(null);
    zone = job.map(Job::getOptions).map(options -> options.getTimeZone()).orElse(null);
  }

  private TaskPage search(long appId) {
    return tasks.tasks(
        appId,
        id,
        new TaskQuery(
            word(taskStatus),
            Optional.empty(),
            Optional.empty(),
            word(taskText),
            Optional.ofNullable(after),
            TASKS));
  }

  private static Optional<String> word(String text) {
    return Optional.ofNullable(text).map(String::trim).filter(word -> !word.isEmpty());
  }

  private JobInstance instance() {
    if (explanation == null) {
      read();
    }
    return instance;
  }

  /** Reads anew; draws what has changed and nothing else. */
  public void refresh() {
    var seen =
        List.of(String.valueOf(shownState()), String.valueOf(progress), String.valueOf(found));
    read();
    var now =
        List.of(String.valueOf(shownState()), String.valueOf(progress), String.valueOf(found));
    if (!seen.get(0).equals(now.get(0))) {
      PrimeFaces.current().ajax().update("one:head", "one:story");
    }
    if (!seen.subList(1, 3).equals(now.subList(1, 3))) {
      PrimeFaces.current().ajax().update("one:tasks");
    }
  }

  private Object shownState() {
    return instance == null ? null : Map.of("row", instance, "why", explanation.toString());
  }

  /** What a service said of it, in the viewer's words. */
  public String say(String english) {
    return texts.said(english);
  }

  /** Does what the clicked button stands for. */
  public void act() {
    var what = ActRequest.current().name();
    if (acts.attempt(what, id)) {
      notices.done(texts.get("instance.done." + what, 1));
    }
    read();
  }

  /** Other conditions begin on their first page. */
  public void searchTasks() {
    before.clear();
    after = null;
    new Address().with("id", id).with("taskStatus", taskStatus).with("taskText", taskText).show();
    read();
  }

  public void nextTasks() {
    before.push(after == null ? "" : after);
    after = found.next();
    read();
  }

  public void previousTasks() {
    var last = before.isEmpty() ? "" : before.pop();
    after = last.isEmpty() ? null : last;
    read();
  }

  public boolean isFirstTasks() {
    return after == null;
  }

  public boolean isKnown() {
    return instance() != null;
  }

  public long getId() {
    return id;
  }

  /** Address of the worker that runs it, or did last; {@code null} if none was asked. */
  public String getWorker() {
    return InstanceChange.worker(instance().taskTrackerAddress());
  }

  public JobInstance getInstance() {
    return instance();
  }

  public int getStatus() {
    return instance().status().getV();
  }

  public boolean isFinished() {
    return instance().isFinished();
  }

  public boolean isWaiting() {
    return instance().status() == InstanceStatus.WAITING_DISPATCH;
  }

  public boolean isRetryable() {
    return isFinished() && instance().wfInstanceId().isEmpty();
  }

  public Long getExpected() {
    return instance().expectedTriggerTime().toEpochMilli();
  }

  public Long getActual() {
    return instance().actualTriggerTime().map(at -> at.toEpochMilli()).orElse(null);
  }

  public Long getEnded() {
    return instance().finishedTime().map(at -> at.toEpochMilli()).orElse(null);
  }

  public Long getWorkflowRun() {
    return instance().wfInstanceId().orElse(null);
  }

  public String getJobName() {
    return Objects.requireNonNullElse(jobName, String.valueOf(instance().jobId()));
  }

  /** Zone of its job's schedule; {@code null} for the server's. */
  public String getZone() {
    return zone;
  }

  public Explanation getExplanation() {
    return instance() == null ? null : explanation;
  }

  public Progress getProgress() {
    return instance() == null ? null : progress;
  }

  /** Whole percents of the tasks that have ended. */
  public long getDonePercent() {
    return progress.total() == 0
        ? 0
        : (progress.succeeded() + progress.failed()) * 100 / progress.total();
  }

  public TaskPage getFound() {
    return found;
  }

  public List<String> getTaskStatuses() {
    return List.of("RUNNING", "SUCCEED", "FAILED");
  }

  public String getTaskStatus() {
    return taskStatus;
  }

  public void setTaskStatus(String taskStatus) {
    this.taskStatus = taskStatus;
  }

  public String getTaskText() {
    return taskText;
  }

  public void setTaskText(String taskText) {
    this.taskText = taskText;
  }
}
