package tech.powerjob.it.fault;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import tech.powerjob.client.PowerJobClient;
import tech.powerjob.common.enums.ExecuteType;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.common.request.http.SaveJobInfoRequest;
import tech.powerjob.common.response.InstanceInfoDTO;
import tech.powerjob.it.AdminApi;
import tech.powerjob.it.AppApi;
import tech.powerjob.it.Jobs;
import tech.powerjob.it.ServerProcess;

/**
 * One server with its database and broker inside, and workers, all as processes that can be killed
 * while a distributed instance runs. Not thread-safe.
 */
final class TaskCluster implements AutoCloseable {
  private static final String APP = "tasks";
  private static final String PASSWORD = "password-of-tasks";
  private static final String WORKER_HEAP = "256m";
  private static final int FIRST_PORT = 27_801;
  private static final Duration SETTLED = Duration.ofSeconds(90);

  private final Path folder;
  private final ServerProcess server;
  private final List<WorkerProcess> workers = new CopyOnWriteArrayList<>();
  private final List<TaskVerdict.Fault> faults = new ArrayList<>();
  private long appId;

  private TaskCluster(Path folder) {
    this.folder = folder;
    this.server =
        ServerProcess.in(folder.resolve("server"))
            .withJvmOption("-Xmx1g")
            .withJvmOption("-XX:TieredStopAtLevel=1");
  }

  /** Starts everything and returns when all workers are known. */
  static TaskCluster start(Path folder, int workers) throws Exception {
    var cluster = new TaskCluster(folder);
    try {
      cluster.server.start();
      cluster.appId = AdminApi.login(cluster.server).createApp(APP, PASSWORD);
      for (int i = 0; i < workers; i++) {
        cluster.addWorker();
      }
      cluster.awaitWorkers(workers);
      return cluster;
    } catch (Exception | Error e) {
      cluster.close();
      throw e;
    }
  }

  WorkerProcess addWorker() throws IOException {
    int number = workers.size();
    var worker =
        new WorkerProcess("task-w" + number, folder, APP, PASSWORD, server.address())
            .heap(WORKER_HEAP)
            .port(FIRST_PORT + number)
            .start();
    workers.add(worker);
    return worker;
  }

  /** Starts those workers again that are dead. */
  void reviveWorkers() {
    for (var worker : workers) {
      if (!worker.isAlive()) {
        try {
          worker.start();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  /** Waits until so many workers are known to be alive, or more. */
  void awaitWorkers(int number) {
    var admin = AdminApi.login(server);
    until("workers", SETTLED, () -> admin.countWorkers(appId) >= number);
  }

  List<WorkerProcess> aliveWorkers() {
    return workers.stream().filter(WorkerProcess::isAlive).toList();
  }

  PowerJobClient client() {
    return new PowerJobClient(server.address(), APP, PASSWORD);
  }

  AppApi api() {
    return AppApi.login(server, APP, PASSWORD);
  }

  /** A MAP_REDUCE job that is not saved yet and whose instance may not be tried again. */
  static SaveJobInfoRequest job(Class<?> processor, int concurrency) {
    var job = Jobs.onDemand(processor.getSimpleName(), processor);
    job.setExecuteType(ExecuteType.MAP_REDUCE);
    job.setConcurrency(concurrency);
    return job;
  }

  /** Saves a job and runs it, and returns the id of the instance. */
  long run(SaveJobInfoRequest job, String instanceParams) {
    try (var client = client()) {
      long id = client.saveJob(job).getData();
      return client.runJob(id, instanceParams, 0).getData();
    }
  }

  InstanceInfoDTO instance(long id) {
    try (var client = client()) {
      return client.fetchInstanceInfo(id).getData();
    }
  }

  /** Waits until the instance has ended and returns it; as it is then, if it does not end. */
  InstanceInfoDTO awaitEnd(long id, Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    var instance = instance(id);
    while (!InstanceStatus.FINISHED_STATUS.contains(instance.getStatus())
        && System.nanoTime() < end) {
      Cluster.pause(500);
      instance = instance(id);
    }
    return instance;
  }

  /** Waits until so many tasks have been executed. */
  void awaitExecuted(long tasks) {
    until(tasks + " executions", Duration.ofMinutes(4), () -> executed() >= tasks);
  }

  long executed() throws IOException {
    return TaskRecords.count(records());
  }

  /** Waits until a living worker reduces, and returns it. */
  WorkerProcess awaitReducer() {
    var found = new WorkerProcess[1];
    until(
        "the reduce step",
        Duration.ofMinutes(4),
        () -> {
          for (var worker : aliveWorkers()) {
            if (TaskRecords.read(worker.record()).stream()
                .anyMatch(line -> line.what() == TaskRecords.REDUCING)) {
              found[0] = worker;
            }
          }
          return found[0] != null;
        });
    return found[0];
  }

  /** Waits until a living worker coordinates the instance, and returns it. */
  WorkerProcess awaitCoordinator(long id) {
    var found = new WorkerProcess[1];
    until(
        "a coordinator",
        SETTLED,
        () -> {
          var instance = instance(id);
          if (instance.getStatus() == InstanceStatus.RUNNING.getV()) {
            aliveWorkers().stream()
                .filter(each -> each.address().equals(instance.getTaskTrackerAddress()))
                .findAny()
                .ifPresent(each -> found[0] = each);
          }
          return found[0] != null;
        });
    return found[0];
  }

  /** Kills a worker. */
  void kill(String what, WorkerProcess worker) throws Exception {
    long executed = executed();
    long at = System.currentTimeMillis();
    worker.kill();
    faults.add(new TaskVerdict.Fault(what, at, executed, 0));
  }

  /** Kills the server with its broker and starts it again with the same data. */
  void restartServer() throws IOException {
    long executed = executed();
    long at = System.currentTimeMillis();
    server.kill();
    server.start();
    faults.add(
        new TaskVerdict.Fault(
            "server and broker killed and started again",
            at,
            executed,
            System.currentTimeMillis() - at));
  }

  /** Compares what was counted, reduced and written down. */
  TaskVerdict verdict(long id, int tasks, Duration atMost) throws IOException {
    var instance = awaitEnd(id, atMost);
    var lines = new ArrayList<TaskRecords.Line>();
    for (var record : records()) {
      lines.addAll(TaskRecords.read(record));
    }
    var progress = api().get("/api/v1/instances/%d/progress".formatted(id));
    return TaskVerdict.of(instance, progress, lines, faults, tasks);
  }

  private List<Path> records() {
    return workers.stream().map(WorkerProcess::record).toList();
  }

  private static void until(String what, Duration atMost, Callable<Boolean> condition) {
    await(what)
        .atMost(atMost)
        .pollInterval(Duration.ofMillis(100))
        .ignoreExceptionsInstanceOf(PowerJobException.class)
        .until(condition);
  }

  @Override
  public void close() {
    for (var worker : workers) {
      try {
        worker.close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    if (server.isAlive()) {
      server.kill();
    }
  }
}
