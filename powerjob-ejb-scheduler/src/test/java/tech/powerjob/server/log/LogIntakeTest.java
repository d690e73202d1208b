package tech.powerjob.server.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tech.powerjob.domain.testkit.JobBuilder.aJob;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tech.powerjob.common.enums.LogLevel;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.server.store.H2;
import tech.powerjob.server.store.JdbcInstances;
import tech.powerjob.server.store.LogRows;
import tech.powerjob.server.store.Transactions;
import tech.powerjob.wire.LogLine;
import tech.powerjob.wire.LogLines;

@Timeout(30)
class LogIntakeTest {
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
  private static final long APP = aJob(1).build().getAppId();

  private final LinkedBlockingQueue<Long> answers = new LinkedBlockingQueue<>();
  private final AtomicInteger failures = new AtomicInteger();
  private LogRows rows;
  private LogIntake intake;

  @BeforeEach
  void open() {
    var transactions = new Transactions(H2.migrated(), 1);
    new JdbcInstances(transactions)
        .insert(
            List.of(
                JobInstance.waiting(10, aJob(1).build(), NOW).expectedTriggerTime(NOW).build()));
    rows = new LogRows(transactions);
    var writer =
        new LogWriter(
            rows,
            ids -> {
              if (failures.getAndDecrement() > 0) {
                return failing(transactions);
              }
              return rows.appsOf(ids);
            },
            64 << 20);
    intake = new LogIntake(writer, (appId, workerId, number) -> answers.add(number));
  }

  private static Map<Long, Long> failing(Transactions transactions) {
    return transactions.read(
        connection -> {
          throw new SQLException("the database is away", "08000");
        });
  }

  @AfterEach
  void close() {
    intake.stop();
  }

  private static LogLines message(long number, long oldest, String... contents) {
    var lines = new ArrayList<LogLine>();
    for (var content : contents) {
      lines.add(new LogLine(10, number, 2, content));
    }
    return new LogLines("w", "w:1", number, oldest, lines);
  }

  private List<String> stored() {
    var all =
        new LogQuery(
            0,
            Optional.empty(),
            LogLevel.DEBUG,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            1_000);
    return rows.head(10).stream()
        .flatMap(head -> new LogReading(rows, head).find(all).lines().stream())
        .map(StoredLine::content)
        .toList();
  }

  private void awaitAnswer(long number) throws InterruptedException {
    for (Long next = 0L; next < number; ) {
      next = answers.poll(20, TimeUnit.SECONDS);
      assertThat(next).as("an answer").isNotNull();
    }
  }

  @Test
  void messagesThatWait_areStoredTogether_andAnsweredOnceEach() throws InterruptedException {
    for (int number = 1; number <= 50; number++) {
      intake.take(APP, message(number, 1, "line " + number));
    }
    intake.start(Thread::new);
    awaitAnswer(50);

    assertThat(answers).as("one answer told all").isEmpty();
    assertThat(rows.version(10)).as("one change").isEqualTo(1);
    assertThat(stored()).hasSize(50).first().isEqualTo("line 1");
  }

  @Test
  void messageAfterALostOne_isLeftOut_untilTheLostOneCameAgain() throws InterruptedException {
    intake.start(Thread::new);
    intake.take(APP, message(1, 1, "a"));
    intake.take(APP, message(3, 1, "c"));
    intake.take(APP, message(2, 2, "b"));
    intake.take(APP, message(3, 2, "c"));
    awaitAnswer(3);

    assertThat(stored()).containsExactly("a", "b", "c");
  }

  @Test
  void serverThatIsNewToAWorker_beginsWithTheOldestThatIsNotAccepted() throws InterruptedException {
    intake.start(Thread::new);
    intake.take(APP, message(8, 7, "is left out"));
    intake.take(APP, message(7, 7, "a"));
    intake.take(APP, message(8, 7, "b"));
    awaitAnswer(8);

    assertThat(stored()).containsExactly("a", "b");
  }

  @Test
  void databaseThatIsAway_isWaitedFor_andNothingIsLost() throws InterruptedException {
    failures.set(2);
    intake.take(APP, message(1, 1, "a"));
    intake.start(Thread::new);
    intake.take(APP, message(2, 1, "b"));
    awaitAnswer(2);

    assertThat(stored()).containsExactly("a", "b");
  }

  @Test
  void storing_returnsWhenLinesAreStored_andFailsAfterTheStop() {
    intake.start(Thread::new);
    intake.store(APP, message(0, 0, "now"));
    assertThat(stored()).containsExactly("now");

    intake.stop();
    assertThatThrownBy(() -> intake.store(APP, message(0, 0, "late")))
        .isInstanceOf(IllegalStateException.class);
    assertThat(stored()).containsExactly("now");
  }

  @Test
  void stop_storesWhatWasTaken() {
    for (int number = 1; number <= 20; number++) {
      intake.take(APP, message(number, number, "line " + number));
    }
    intake.start(Thread::new);
    intake.stop();

    assertThat(stored()).hasSize(20);
  }
}
