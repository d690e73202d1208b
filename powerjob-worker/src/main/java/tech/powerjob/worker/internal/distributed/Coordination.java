package tech.powerjob.worker.internal.distributed;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.common.enums.ExecuteType;
import tech.powerjob.wire.RunInstance;
import tech.powerjob.wire.TaskAnnouncement;
import tech.powerjob.wire.TaskReport;

/** A coordinator's work at one desk: turn by turn, each of them one transaction. */
final class Coordination {
  /** PowerJob's text. */
  static final String TIMED_OUT = "instance execute timeout";

  private static final Logger LOG = LoggerFactory.getLogger(Coordination.class);

  /** Least time between two transactions, unless there is nothing left to wait for. */
  private static final long SPACING = Duration.ofMillis(50).toNanos();

  private static final long MOST_SPACING = Duration.ofMillis(500).toNanos();

  /** So many ends go into one transaction. */
  private static final int BATCH = 1_000;

  private static final long REPORT_EVERY = Duration.ofSeconds(1).toNanos();
  private static final long ANNOUNCE_EVERY = Duration.ofSeconds(2).toNanos();
  private static final long ANNOUNCE_AT_FIRST_EVERY = Duration.ofMillis(500).toNanos();
  private static final long AT_FIRST = Duration.ofSeconds(3).toNanos();
  private static final int FAILED_BATCH = 200;
  private static final long LOST_AFTER = Duration.ofSeconds(5).toNanos();

  /** A transaction is worth so many times the work of writing the checkpoint. */
  private static final int WORTH = 10;

  private final CoordinatedRun owner;
  private final RunInstance run;
  private final TaskEnvironment environment;
  private final Desk desk;
  private final Inbox inbox;
  private final InProcess tasks;
  private final Members members;
  private final TaskReports reports;
  private final long began;

  private Checkpoint checkpoint;
  private Ledger ledger;
  private Inbox.Fetching fetching;
  private ClientMessage lastHeard;
  private long committed;
  private long announced;
  private boolean announcementDue = true;
  private long reported;
  private boolean reportDue;
  private Ending.Final ending;

  Coordination(
      CoordinatedRun owner,
      RunInstance run,
      TaskEnvironment environment,
      Desk desk,
      Inbox inbox,
      InProcess tasks) {
    this.owner = owner;
    this.run = run;
    this.environment = environment;
    this.desk = desk;
    this.inbox = inbox;
    this.tasks = tasks;
    began = nanos();
    members = new Members(run.distribution(), began);
    reports = new TaskReports(run, environment.self().workerId());
  }

  private long nanos() {
    return environment.runs().ticker().nanos();
  }

  private long millis() {
    return environment.runs().ticker().epochMillis();
  }

  /** Works until there is nothing left to do or somebody else does it. */
  Ending run() throws ActiveMQException, IOException, InterruptedException {
    if (!take()) {
      return new Ending.Dropped();
    }
    if (checkpoint.outcome() != null && !reopens()) {
      return new Ending.Final(checkpoint);
    }
    if (checkpoint.outcome() != null && !reopen()) {
      return new Ending.Dropped();
    }
    checkpoint.takenOverBy(run.epoch());
    owner.begin();
    hearAllBeforeTheRootTaskIsRunAgain();
    // The root task begins with the first transaction, not with one more.
    settle();
    if (isTurnDue() && !turn()) {
      return new Ending.Dropped();
    }
    fetching = inbox.from(desk);
    environment.runs().host().background("results-" + run.instanceId(), fetching);
    while (ending == null) {
      if (owner.isAbandoned()) {
        return dropped();
      }
      gather();
      settle();
      if (isTurnDue() && !turn()) {
        return new Ending.Dropped();
      }
    }
    return ending;
  }

  private boolean isTurnDue() {
    return ledger.isChanged() || announcementDue || reportDue;
  }

  private Ending dropped() throws ActiveMQException {
    if (owner.isStopped()) {
      desk.announceAlone(announcement(true));
    }
    return new Ending.Dropped();
  }

  /** Takes the checkpoint; {@code false} if that is not for this coordinator any more. */
  private boolean take() throws ActiveMQException, IOException, InterruptedException {
    Checkpoint taken = null;
    while (taken == null) {
      if (owner.isAbandoned()) {
        if (owner.isStopped()) {
          desk.announceAlone(announcement(true));
        }
        return false;
      }
      taken = desk.take(500, checkpoint);
      if (taken == null && checkpoint == null && nanos() - began > LOST_AFTER) {
        desk.beginAgainIfNothingIsThere(millis());
      }
    }
    if (taken.epoch() > run.epoch()) {
      LOG.info(
          "instance={} epoch {} goes on elsewhere as epoch {}",
          run.instanceId(),
          run.epoch(),
          taken.epoch());
      return false;
    }
    if (taken != checkpoint) {
      checkpoint = taken;
      ledger = new Ledger(taken, run);
    }
    return true;
  }

  private boolean reopens() {
    var after = run.distribution().reopenedAfter();
    return after != null && checkpoint.epoch() <= after;
  }

  /** Has failed tasks run again. The outcome stays until the last of them is on its way. */
  private boolean reopen() throws ActiveMQException, IOException, InterruptedException {
    while (true) {
      var failed = desk.takeFailed(FAILED_BATCH);
      failed.forEach(ledger::reopen);
      boolean last = failed.size() < FAILED_BATCH;
      if (last) {
        checkpoint.outcome(null);
        checkpoint.restarted(millis());
        return true;
      }
      desk.write(ledger);
      desk.commit(checkpoint);
      ledger.written();
      if (!take()) {
        return false;
      }
    }
  }

  /** What the root task has mapped before must be known when it maps again. */
  private void hearAllBeforeTheRootTaskIsRunAgain() throws ActiveMQException {
    if (checkpoint.rootExecutions() == 0 || checkpoint.progress().isRootEnded()) {
      return;
    }
    ClientMessage message;
    while ((message = desk.receiveNow()) != null) {
      hear(message);
    }
  }

  /** One transaction; {@code false} if this coordinator is not to go on. */
  private boolean turn() throws ActiveMQException, IOException, InterruptedException {
    long now = nanos();
    if (ending != null) {
      reportDue = true;
      announcementDue = true;
    }
    write(now);
    if (announcementDue) {
      desk.announce(announcement(ending != null));
    }
    if (lastHeard != null) {
      desk.heard(lastHeard);
    }
    desk.commit(checkpoint);
    ledger.written();
    lastHeard = null;
    committed = nanos();
    if (announcementDue) {
      announced = now;
      announcementDue = false;
    }
    return ending != null || take();
  }

  private void write(long now) throws ActiveMQException {
    desk.write(ledger);
    if (reportDue || !ledger.ended().isEmpty()) {
      boolean over = ending != null;
      int running = over ? 0 : members.runningCount() + (tasks.isAtWork() ? 1 : 0);
      var shown = over ? List.<TaskReport.Running>of() : members.running();
      for (var report : reports.of(ledger, running, members.count(), shown)) {
        desk.report(report);
      }
      reported = now;
      reportDue = false;
    }
  }

  private TaskAnnouncement announcement(boolean ended) {
    return new TaskAnnouncement(
        run, environment.self().workerId(), members.admitted(), members.vacancies(), ended);
  }

  /** Waits for something to happen, and for more of it as long as that makes sense. */
  private void gather() throws InterruptedException {
    var first = inbox.next(untilNextDue());
    if (first == null || handle(first)) {
      return;
    }
    long until = committed + spacing();
    while (ledger.ended().size() < BATCH && !isUrgent()) {
      var next = inbox.next(until - nanos());
      if (next == null || handle(next)) {
        return;
      }
    }
  }

  private long spacing() {
    return Math.max(SPACING, Math.min(MOST_SPACING, desk.writingNanos() * WORTH));
  }

  private boolean isUrgent() {
    return checkpoint.progress().isComplete() || !ledger.todo().isEmpty();
  }

  private long untilNextDue() {
    long now = nanos();
    long due = announced + announcePause(now);
    if (ledger.isChanged()) {
      due = Math.min(due, committed + spacing());
    }
    long left = due - now;
    if (run.instanceTimeLimit() > 0) {
      left = Math.min(left, Duration.ofMillis(limit() - millis()).toNanos());
    }
    return Math.min(left, tasks.untilRootIsDue());
  }

  private long announcePause(long now) {
    return now - began < AT_FIRST ? ANNOUNCE_AT_FIRST_EVERY : ANNOUNCE_EVERY;
  }

  private long limit() {
    return checkpoint.started() + run.instanceTimeLimit();
  }

  /** Takes a signal in; returns whether it must not wait for others. */
  private boolean handle(Signal signal) {
    if (signal instanceof Signal.Arrived arrived) {
      if (arrived.desk() == desk) {
        fetching.taken();
        hear(arrived.message());
      }
      return false;
    }
    if (signal instanceof Signal.RootFailed) {
      tasks.tryRootAgain();
    } else if (signal instanceof Signal.RootBroke broke) {
      end(false, broke.reason());
    } else if (signal instanceof Signal.LastEnded ended) {
      tasks.lastEnded(ended);
    }
    return true;
  }

  private Said own(Outcome outcome) {
    return new Said(
        environment.self().workerId(),
        environment.self().address(),
        false,
        false,
        List.of(outcome),
        null,
        null);
  }

  private void hear(ClientMessage message) {
    lastHeard = message;
    try {
      var said = Said.decode(TaskMessages.body(message));
      announcementDue |= members.hear(said, nanos());
      ledger.hear(said);
      reportDue |= said.running() != null && nanos() - reported > REPORT_EVERY;
    } catch (IOException | RuntimeException e) {
      LOG.error("instance={} a message of a worker is unreadable", run.instanceId(), e);
    }
  }

  private void end(boolean success, String result) {
    checkpoint.outcome(new Checkpoint.Outcome(success, result));
    ledger.touch();
    ending = new Ending.Final(checkpoint);
  }

  /** Does what is due by what is known now. */
  private void settle() throws ActiveMQException, IOException, InterruptedException {
    if (ending != null) {
      return;
    }
    long now = nanos();
    if (run.instanceTimeLimit() > 0 && millis() >= limit()) {
      tasks.interrupt();
      end(false, TIMED_OUT);
      return;
    }
    if (now - announced >= announcePause(now)) {
      announcementDue = true;
      members.expire(now);
      failTasksOfTheDead(now);
    }
    if (!checkpoint.progress().isRootEnded()) {
      beginRoot();
    } else if (checkpoint.progress().isComplete()) {
      conclude();
    }
  }

  private void failTasksOfTheDead(long now) {
    if (run.executeType() == ExecuteType.BROADCAST) {
      ledger
          .waitedFor()
          .forEach(
              (number, member) -> {
                if (members.isSilent(member.workerId(), now)) {
                  ledger.workerDown(number, member.address(), millis());
                }
              });
    }
  }

  private void beginRoot() throws ActiveMQException, IOException, InterruptedException {
    if (tasks.isRootWanted()) {
      var immediate = tasks.rootWithoutProcessor();
      if (immediate != null) {
        ledger.hear(own(immediate));
        return;
      }
      checkpoint.rootBegun();
      ledger.touch();
      if (turn()) {
        tasks.beginRoot(checkpoint.rootExecutions(), checkpoint.rootPacks());
      } else {
        ending = null;
        owner.abandon();
      }
    }
  }

  private void conclude() throws ActiveMQException, IOException, InterruptedException {
    var progress = checkpoint.progress();
    if (run.executeType() == ExecuteType.MAP) {
      end(
          progress.failed() == 0,
          "total:%d,succeed:%d,failed:%d"
              .formatted(progress.total(), progress.succeeded(), progress.failed()));
      return;
    }
    var known = tasks.lastWithoutProcessor(progress);
    if (known != null) {
      checkpoint.appended().putAll(known.appended());
      end(known.success(), known.result());
    } else if (tasks.isLastWanted()) {
      // The last task reads what is committed.
      if (!ledger.isChanged() || turn()) {
        tasks.beginLast(progress.succeeded() + progress.failed());
      }
    }
  }
}
