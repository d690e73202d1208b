package tech.powerjob.server.httpworker;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.domain.instance.RunMark;
import tech.powerjob.domain.worker.WorkerGateway;
import tech.powerjob.domain.worker.WorkerProtocol;
import tech.powerjob.server.httpworker.Outcome.Answered;
import tech.powerjob.server.httpworker.Outcome.NotDelivered;
import tech.powerjob.server.store.HttpRunMarks;
import tech.powerjob.server.store.JsonConverters;
import tech.powerjob.server.store.Transactions;
import tech.powerjob.wire.InstanceEpoch;
import tech.powerjob.wire.InstanceReport;
import tech.powerjob.wire.RunInstance;

/**
 * Calls workers that speak HTTP. A command is sent once only, because the worker could not tell a
 * second one from a second run; what became of it is asked. Callers never wait. Thread-safe.
 */
@ApplicationScoped
public class HttpWorkerGateway implements WorkerGateway {
  private static final Logger LOG = LoggerFactory.getLogger(HttpWorkerGateway.class);

  /** A worker that spoke of a run so recently is not asked about it: it says so every 15 s. */
  private static final Duration HEARD_RECENTLY = Duration.ofSeconds(20);

  /** A worker that cannot be asked has lost a run of which it says nothing for so long. */
  private static final Duration NOT_HEARD = Duration.ofSeconds(60);

  /**
   * A worker may still be reading the command; only after so long "I do not have it" is believed.
   */
  private static final Duration QUIET = Duration.ofSeconds(3);

  /** How often is read where workers may be, milliseconds. */
  private static final long REFRESH = 3_000;

  private static final Duration DETAIL_LIMIT = Duration.ofSeconds(6);
  private static final int REMEMBERED_COMMANDS = 10_000;

  @Inject private AllowedNetworks networks;
  @Inject private HttpRunFindings findings;
  @Inject private Transactions transactions;

  /** Commands whose time has not come. */
  private final Map<InstanceEpoch, ScheduledFuture<?>> early = new ConcurrentHashMap<>();

  /** When commands were over, epoch milliseconds. Guarded by itself. */
  private final Map<InstanceEpoch, Long> commanded =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InstanceEpoch, Long> eldest) {
          return size() > REMEMBERED_COMMANDS;
        }
      };

  private volatile Clock clock;
  private volatile AllowedCalls calls;
  private volatile HttpRunMarks marks;
  private ExecutorService network;
  private ThreadPoolExecutor work;
  private volatile ScheduledExecutorService timer;

  /**
   * Begins to call workers.
   *
   * @param clock by which callers say when to send
   * @throws IllegalArgumentException if the setting that says where workers may be is none
   */
  public void start(ThreadFactory threads, Clock clock) {
    LOG.debug("workers over HTTP may be in '{}' by default", networks.byDefault());
    this.clock = clock;
    marks = new HttpRunMarks(transactions);
    network = pool(threads, "powerjob-http-io", 2);
    work = pool(threads, "powerjob-http-work", 4);
    var delayed = new ScheduledThreadPoolExecutor(1, named(threads, "powerjob-http-timer"));
    delayed.setRemoveOnCancelPolicy(true);
    timer = delayed;
    calls = new AllowedCalls(new WorkerCalls(network, work), networks, this::background);
    networks.refresh();
    var unused =
        delayed.scheduleWithFixedDelay(
            () -> background(networks::refresh), REFRESH, REFRESH, TimeUnit.MILLISECONDS);
  }

  private static ThreadPoolExecutor pool(ThreadFactory threads, String name, int size) {
    var pool =
        new ThreadPoolExecutor(
            size, size, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named(threads, name));
    // Servers without such workers have no such threads.
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  private static ThreadFactory named(ThreadFactory threads, String name) {
    return work -> {
      var thread = threads.newThread(work);
      thread.setName(name);
      return thread;
    };
  }

  /** Ends; what is to be sent in a moment is sent before. */
  public void stop() {
    if (timer == null) {
      return;
    }
    for (int i = 0; i < 50 && !early.isEmpty(); i++) {
      pause(Duration.ofMillis(10));
    }
    timer.shutdownNow();
    work.shutdown();
    network.shutdown();
    try {
      if (!work.awaitTermination(2, TimeUnit.SECONDS)) {
        work.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pause(Duration time) {
    try {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void run(String workerId, RunInstance command, Instant at) {
    long wait = at.toEpochMilli() - clock.millis();
    if (wait <= 0) {
      send(workerId, command);
      return;
    }
    var run = new InstanceEpoch(command.instanceId(), command.epoch());
    // Remembered before it can start, so that it finds itself there.
    early.compute(
        run,
        (id, before) ->
            timer.schedule(
                () -> {
                  if (early.remove(run) != null) {
                    send(workerId, command);
                  }
                },
                wait,
                TimeUnit.MILLISECONDS));
  }

  private void send(String workerId, RunInstance command) {
    var run = new InstanceEpoch(command.instanceId(), command.epoch());
    var address = WorkerProtocol.httpAddress(workerId);
    calls.make(
        workerId,
        command.appId(),
        command.instanceId(),
        "runJob",
        JsonConverters.writeBytes(RunJobBody.of(command, address)),
        outcome -> commanded(workerId, command, run, outcome));
  }

  private void commanded(String workerId, RunInstance command, InstanceEpoch run, Outcome outcome) {
    synchronized (commanded) {
      commanded.put(run, clock.millis());
    }
    if (outcome instanceof Answered answered && answered.isSuccess()) {
      return;
    }
    LOG.debug("instance={} worker={} runJob: {}", run.instanceId(), workerId, outcome);
    if (outcome instanceof NotDelivered refused) {
      findings.unreachable(workerId);
      findings.lost(command.appId(), workerId, run, refused.reason());
    } else if (outcome instanceof Answered answered && answered.isUnknownPath()) {
      findings.lost(command.appId(), workerId, run, "it does not know the call");
    } else {
      // It may have it or not: it is asked when it must have read it.
      later(QUIET, () -> query(workerId, command.appId(), run));
    }
  }

  @Override
  public void stop(String workerId, long appId, InstanceEpoch run) {
    var pending = early.remove(run);
    if (pending != null && pending.cancel(false)) {
      return; // It was never told to begin.
    }
    calls.make(
        workerId,
        appId,
        run.instanceId(),
        "stopInstance",
        JsonConverters.writeBytes(Map.of("instanceId", run.instanceId())),
        outcome ->
            LOG.debug(
                "instance={} worker={} stopInstance: {}", run.instanceId(), workerId, outcome));
  }

  @Override
  public void check(String workerId, long appId, List<InstanceEpoch> runs) {
    background(() -> checkNow(workerId, appId, runs));
  }

  private void checkNow(String workerId, long appId, List<InstanceEpoch> runs) {
    var said =
        marks.find(
            runs.stream().map(InstanceEpoch::instanceId).toList(),
            WorkerProtocol.httpAddress(workerId));
    var recently = clock.instant().minus(HEARD_RECENTLY);
    for (var run : runs) {
      var mark = said.get(run.instanceId());
      if (mark == null || mark.epoch() != run.epoch() || mark.heard().isBefore(recently)) {
        query(workerId, appId, run);
      }
    }
  }

  private void query(String workerId, long appId, InstanceEpoch run) {
    calls.make(
        workerId,
        appId,
        run.instanceId(),
        "queryInstanceStatus",
        JsonConverters.writeBytes(Map.of("instanceId", run.instanceId())),
        outcome -> queried(workerId, appId, run, outcome));
  }

  private void queried(String workerId, long appId, InstanceEpoch run, Outcome outcome) {
    var reply = outcome instanceof Answered answered ? InstanceReply.read(answered) : null;
    if (outcome instanceof NotDelivered) {
      findings.unreachable(workerId);
    } else if (reply != null && reply.hasIt()) {
      findings.running(appId, workerId, run, reply.startTime());
    } else if (reply != null && reply.hasItNot()) {
      if (quiet(run)) {
        findings.lost(appId, workerId, run, InstanceReport.UNKNOWN);
      } else {
        later(QUIET, () -> query(workerId, appId, run));
      }
    } else {
      // It cannot say. Then only its silence does.
      marks
          .find(run.instanceId(), WorkerProtocol.httpAddress(workerId))
          .filter(mark -> mark.epoch() == run.epoch())
          .map(RunMark::heard)
          .filter(heard -> heard.plus(NOT_HEARD).isBefore(clock.instant()))
          .ifPresent(
              heard ->
                  findings.lost(
                      appId,
                      workerId,
                      run,
                      "it has said nothing of the run for %d s".formatted(NOT_HEARD.toSeconds())));
    }
  }

  private boolean quiet(InstanceEpoch run) {
    synchronized (commanded) {
      var over = commanded.get(run);
      return over == null || clock.millis() - over >= QUIET.toMillis();
    }
  }

  @Override
  public void accepted(String workerId, long appId, List<InstanceEpoch> runs) {
    // Such a worker waits for the answer to its report, and that is the acceptance.
  }

  /**
   * What a worker knows of a run that it has, in PowerJob's form; empty if it has none or does not
   * answer in time. Waits.
   *
   * @param customQuery condition on the tasks of interest, or {@code null}
   */
  public Optional<InstanceReply> ask(
      String workerId, long appId, long instanceId, String customQuery) {
    var body = new LinkedHashMap<String, Object>();
    body.put("instanceId", instanceId);
    body.put("customQuery", customQuery);
    var answer = new CompletableFuture<Optional<InstanceReply>>();
    calls.make(
        workerId,
        appId,
        instanceId,
        "queryInstanceStatus",
        JsonConverters.writeBytes(body),
        outcome ->
            answer.complete(
                outcome instanceof Answered answered
                    ? Optional.of(InstanceReply.read(answered)).filter(InstanceReply::hasIt)
                    : Optional.empty()));
    try {
      return answer.get(DETAIL_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** Forgets what it knew of a worker's paths: another program may be there now. */
  void cameAnew(String workerId) {
    calls.cameAnew(workerId);
  }

  private void background(Runnable task) {
    try {
      work.execute(
          () -> {
            try {
              task.run();
            } catch (RuntimeException e) {
              LOG.warn("something about workers could not be done; it is seen to later", e);
            }
          });
    } catch (RejectedExecutionException e) {
      LOG.debug("the server stops; workers are not asked any more");
    }
  }

  private void later(Duration pause, Runnable task) {
    try {
      var unused = timer.schedule(() -> background(task), pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("the server stops; workers are not asked any more");
    }
  }
}
