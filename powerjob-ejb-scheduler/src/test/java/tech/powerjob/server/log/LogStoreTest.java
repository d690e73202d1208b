package tech.powerjob.server.log;

import static org.assertj.core.api.Assertions.assertThat;
import static tech.powerjob.domain.testkit.JobBuilder.aJob;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.enums.LogLevel;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.domain.worker.Partitions;
import tech.powerjob.server.store.H2;
import tech.powerjob.server.store.JdbcInstances;
import tech.powerjob.server.store.LogRows;
import tech.powerjob.server.store.OldInstances;
import tech.powerjob.server.store.Transactions;
import tech.powerjob.wire.LogLine;
import tech.powerjob.wire.LogLines;

/** What becomes of log lines in a database. */
public class LogStoreTest {
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
  private static final long APP = aJob(1).build().getAppId();
  private static final long LIMIT = 1 << 20;
  private static final LogQuery ALL =
      new LogQuery(
          0,
          Optional.empty(),
          LogLevel.DEBUG,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          LogQuery.MAX_LINES);

  private Transactions transactions;
  private LogRows rows;
  private LogWriter writer;

  /** An empty database. */
  protected DataSource database() {
    return H2.migrated();
  }

  @BeforeEach
  void fill() {
    transactions = new Transactions(database(), 1);
    new JdbcInstances(transactions).insert(List.of(instance(10), instance(20)));
    rows = new LogRows(transactions);
    writer = writer();
  }

  /** As another server has it. */
  private LogWriter writer() {
    return new LogWriter(rows, rows::appsOf, LIMIT);
  }

  private static JobInstance instance(long id) {
    return JobInstance.waiting(id, aJob(1).build(), NOW).expectedTriggerTime(NOW).build();
  }

  private static LogLine line(long instanceId, long time, String content) {
    return new LogLine(instanceId, time, LogLevel.INFO.getV(), content);
  }

  private static LogLines message(String worker, long number, LogLine... lines) {
    return new LogLines(worker, worker + ":1", number, number, List.of(lines));
  }

  private void write(LogWriter by, LogLines... messages) {
    by.write(List.of(messages).stream().map(message -> new LogWriter.Said(APP, message)).toList());
  }

  private LogReading reading(long instanceId) {
    return new LogReading(rows, rows.head(instanceId).orElseThrow());
  }

  private List<String> contents(long instanceId) {
    return reading(instanceId).find(ALL).lines().stream().map(StoredLine::content).toList();
  }

  @Test
  void lines_areReadAsTheyWereWritten() {
    var odd = "tab\there \u4f60\u597d \ud83d\ude00 <script>\n\u0000end";
    write(
        writer,
        message(
            "w",
            1,
            new LogLine(10, 1_800_000_000_123L, 4, odd, "1.2"),
            new LogLine(10, 1_799_999_999_000L, 99, "", null),
            new LogLine(10, 0, -7, null, null)));

    assertThat(reading(10).find(ALL).lines())
        .containsExactly(
            new StoredLine(1, 1_800_000_000_123L, 4, "w:1", Optional.of("1.2"), odd),
            new StoredLine(2, 1_799_999_999_000L, 99, "w:1", Optional.empty(), ""),
            new StoredLine(3, 0, 127, "w:1", Optional.empty(), ""));
  }

  @Test
  void linesOfRunsThatAreUnknownOrNotOnes_areLeftOut() {
    writer.write(
        List.of(
            new LogWriter.Said(APP + 1, message("x", 1, line(10, 1, "foreign"))),
            new LogWriter.Said(APP, message("w", 1, line(77, 1, "nowhere"), line(20, 1, "own")))));

    assertThat(rows.head(10)).isEmpty();
    assertThat(rows.head(77)).isEmpty();
    assertThat(contents(20)).containsExactly("own");
  }

  @Test
  void messageThatComesAgain_alsoToAnotherServer_isNotDoubled() {
    var other = writer();
    write(writer, message("w", 1, line(10, 1, "a")), message("w", 2, line(10, 2, "b")));
    write(writer, message("w", 2, line(10, 2, "b")));
    write(other, message("w", 1, line(10, 1, "a")), message("w", 2, line(10, 2, "b")));
    write(other, message("w", 3, line(10, 3, "c")));
    write(writer, message("w", 3, line(10, 3, "c")), message("w", 4, line(10, 4, "d")));
    write(other, message("v", 1, line(10, 5, "of another worker")));

    assertThat(contents(10)).containsExactly("a", "b", "c", "d", "of another worker");
  }

  @Test
  void messagesWithoutNumbers_areAllKept() {
    write(writer, message("w", 0, line(10, 1, "a")), message("w", 0, line(10, 1, "a")));

    assertThat(contents(10)).containsExactly("a", "a");
  }

  @Test
  void manyLines_comeInOrder_andAreFoundFromAnywhere() {
    var random = new Random(7);
    int written = 0;
    for (int number = 1; number <= 40; number++) {
      var lines = new LogLine[1 + random.nextInt(200)];
      for (int i = 0; i < lines.length; i++) {
        lines[i] = line(10, 1_000 + written, "line " + ++written + " " + "x".repeat(100));
      }
      write(number % 5 == 0 ? writer() : writer, message("w", number, lines));
    }
    var log = reading(10);
    assertThat(log.count()).isEqualTo(written);
    assertThat(log.parts()).hasSizeGreaterThan(3);
    for (long after : new long[] {0, 1, 500, written - 1, written}) {
      var found = log.find(at(after, 50));
      assertThat(found.lines())
          .hasSize((int) Math.min(50, written - after))
          .allSatisfy(each -> assertThat(each.content()).startsWith("line " + each.number() + " "));
      assertThat(found.last()).isEqualTo(Math.min(written, after + 50));
    }
  }

  @Test
  void backwards_theLastLinesBeforeANumberAreFound_upToTheBeginning() {
    for (int number = 1; number <= 20; number++) {
      var lines = new LogLine[100];
      for (int i = 0; i < lines.length; i++) {
        lines[i] = new LogLine(10, number, i % 10 == 0 ? 3 : 2, number + "." + i + "x".repeat(90));
      }
      write(writer, message("w", number, lines));
    }
    assertThat(reading(10).parts()).hasSizeGreaterThan(2);
    var numbers = new ArrayList<Long>();
    long before = 2_001;
    while (before > 1) {
      var found = reading(10).find(backwards(before, LogLevel.WARN, 30));
      var some = found.lines().stream().map(StoredLine::number).toList();
      assertThat(some).isSorted().hasSizeLessThanOrEqualTo(30);
      numbers.addAll(0, some);
      before = found.last();
    }
    assertThat(numbers).isEqualTo(IntStream.range(0, 200).mapToObj(i -> i * 10L + 1).toList());
    assertThat(reading(10).find(backwards(5, LogLevel.DEBUG, 2)).lines())
        .extracting(StoredLine::number)
        .containsExactly(3L, 4L);
  }

  private static LogQuery backwards(long before, LogLevel level, int limit) {
    return new LogQuery(
        0,
        Optional.of(before),
        level,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        limit);
  }

  private static LogQuery at(long after, int limit) {
    return new LogQuery(
        after,
        Optional.empty(),
        LogLevel.DEBUG,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        limit);
  }

  @Test
  void search_meetsAllConditions() {
    write(
        writer,
        message(
            "w",
            1,
            new LogLine(10, 100, 1, "begun 100%"),
            new LogLine(10, 200, 3, "Slow", "7"),
            new LogLine(10, 300, 4, "FAILED slowly", "8")));
    write(writer, message("v", 1, new LogLine(10, 400, 2, "ended")));

    assertThat(numbers(query(LogLevel.WARN, null, null, null, null))).containsExactly(2L, 3L);
    assertThat(numbers(query(LogLevel.DEBUG, "sLOW", null, null, null))).containsExactly(2L, 3L);
    assertThat(numbers(query(LogLevel.DEBUG, "0%", null, null, null))).containsExactly(1L);
    assertThat(numbers(query(LogLevel.DEBUG, null, 250L, null, null))).containsExactly(3L, 4L);
    assertThat(numbers(query(LogLevel.DEBUG, null, null, "V:", null))).containsExactly(4L);
    assertThat(numbers(query(LogLevel.DEBUG, "slow", null, null, "8"))).containsExactly(3L);
    assertThat(numbers(query(LogLevel.ERROR, "ended", null, null, null))).isEmpty();
    assertThat(reading(10).find(query(LogLevel.ERROR, "ended", null, null, null)).last())
        .isEqualTo(4);
  }

  private List<Long> numbers(LogQuery query) {
    return reading(10).find(query).lines().stream().map(StoredLine::number).toList();
  }

  private static LogQuery query(
      LogLevel level, String text, Long from, String worker, String task) {
    return new LogQuery(
        0,
        Optional.empty(),
        level,
        Optional.ofNullable(text),
        Optional.ofNullable(from).map(Instant::ofEpochMilli),
        Optional.ofNullable(worker),
        Optional.ofNullable(task),
        10);
  }

  @Test
  void pagesByTime_areThoseOfAllLinesSorted_whateverTheOrderInWhichTheyCame() {
    var random = new Random(11);
    var all = new ArrayList<StoredLine>();
    long[] clocks = {0, 5_000, -3_000};
    for (int round = 1; round <= 60; round++) {
      int worker = random.nextInt(3);
      var lines =
          IntStream.range(0, 1 + random.nextInt(60))
              .mapToObj(i -> line(10, clocks[worker] += random.nextInt(100), "z".repeat(200)))
              .toArray(LogLine[]::new);
      for (var each : lines) {
        all.add(
            new StoredLine(
                all.size() + 1,
                each.time(),
                each.level(),
                worker + ":1",
                Optional.empty(),
                each.content()));
      }
      write(writer, message(Integer.toString(worker), round, lines));
    }
    all.sort(Comparator.comparingLong(StoredLine::time).thenComparingLong(StoredLine::number));

    var log = reading(10);
    assertThat(log.parts()).hasSizeGreaterThan(3);
    for (int offset = 0; offset < all.size() + 100; offset += 100) {
      assertThat(TimeOrder.from(log, offset).next(100))
          .as("from " + offset)
          .isEqualTo(all.subList(Math.min(offset, all.size()), Math.min(offset + 100, all.size())));
    }
    assertThat(TimeOrder.all(log).next(Integer.MAX_VALUE)).isEqualTo(all);
  }

  @Test
  void runThatWritesTooMuch_keepsBeginningAndEnd_andSaysHowManyLinesAreMissing() {
    int written = 0;
    for (int number = 1; number <= 60; number++) {
      var lines = new LogLine[100];
      for (int i = 0; i < lines.length; i++) {
        lines[i] = line(10, ++written, written + " " + "y".repeat(500));
      }
      write(number % 7 == 0 ? writer() : writer, message("w", number, lines));
      assertThat(rows.parts(10, Integer.MAX_VALUE).stream().mapToLong(LogRows.Part::bytes).sum())
          .isLessThanOrEqualTo(LIMIT);
    }

    var log = reading(10);
    var lines = new ArrayList<StoredLine>();
    for (long after = 0; ; ) {
      var found = log.find(at(after, 1_000));
      lines.addAll(found.lines());
      if (found.last() == after) {
        break;
      }
      after = found.last();
    }
    var markers = lines.stream().filter(each -> each.worker().equals("server")).toList();
    assertThat(markers).hasSize(1);
    int place = lines.indexOf(markers.get(0));
    long missing = written - (lines.size() - 1L);
    assertThat(markers.get(0).content()).contains(missing + " lines are missing");
    assertThat(lines.get(0).number()).isEqualTo(1);
    assertThat(lines.get(place - 1).number()).isEqualTo(place);
    assertThat(lines.get(place + 1).number()).isEqualTo(place + missing + 1);
    assertThat(lines.get(lines.size() - 1).content()).startsWith(written + " ");
    assertThat(place).as("the beginning").isGreaterThan(300);
    assertThat(log.count()).isEqualTo(lines.size());
    assertThat(TimeOrder.all(log).next(Integer.MAX_VALUE)).isEqualTo(lines);
  }

  @Test
  void veryLongLine_isCut() {
    write(writer, message("w", 1, line(10, 1, "\u4f60".repeat(100_000)), line(10, 2, "next")));

    assertThat(contents(10).get(0)).hasSize(RunLog.MAX_LINE + 3).endsWith("...");
    assertThat(contents(10).get(1)).isEqualTo("next");
  }

  @Test
  void logOfADeletedRun_isGone_andLateLinesDoNotBringItBack() {
    UnaryOperator<JobInstance.Builder> done =
        builder -> builder.deadline(Optional.empty()).finishedTime(Optional.of(NOW.plusSeconds(1)));
    new JdbcInstances(transactions)
        .insert(
            List.of(
                done.apply(JobInstance.waiting(5, aJob(1).build(), NOW).expectedTriggerTime(NOW))
                    .build()));
    write(writer, message("w", 1, line(5, 1, "x".repeat(20_000)), line(5, 2, "y")));
    assertThat(rows.parts(5, 9)).hasSize(1);

    new OldInstances(transactions).deleteSome(Partitions.all(), NOW.plusSeconds(3600));
    write(writer, message("w", 2, line(5, 3, "late")), message("w", 3, line(10, 3, "other")));

    assertThat(rows.head(5)).isEmpty();
    assertThat(rows.parts(5, 9)).isEmpty();
    assertThat(contents(10)).containsExactly("other");
  }
}
