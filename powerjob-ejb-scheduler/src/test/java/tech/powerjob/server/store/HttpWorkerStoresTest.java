package tech.powerjob.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.model.SystemMetrics;
import tech.powerjob.domain.instance.RunMark;
import tech.powerjob.wire.ContainerInfo;
import tech.powerjob.wire.WorkerHeartbeat;

public class HttpWorkerStoresTest {
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
  private static final String ADDRESS = "10.0.0.1:27777";

  private Transactions transactions;
  private HttpRunMarks marks;
  private HttpWorkerRows workers;

  /** An empty database. */
  protected DataSource database() {
    return H2.migrated();
  }

  @BeforeEach
  void open() {
    transactions = new Transactions(database(), 4);
    marks = new HttpRunMarks(transactions);
    workers = new HttpWorkerRows(transactions);
  }

  private static RunMark mark(long epoch, long time) {
    return new RunMark(epoch, time, time + 1, NOW);
  }

  private static WorkerHeartbeat beat(String id, String tag) {
    var metrics = new SystemMetrics();
    metrics.setCpuLoad(0.5);
    return new WorkerHeartbeat(
        id,
        7,
        ADDRESS,
        tag,
        "5.1.2",
        false,
        false,
        true,
        1,
        2,
        metrics,
        null,
        List.of(new ContainerInfo(3, "v1", 4)));
  }

  @Test
  void mark_isReplacedButNotByAnEarlierDispatch() {
    assertThat(marks.find(1, ADDRESS)).isEmpty();
    marks.put(1, ADDRESS, mark(1, 100));
    marks.put(1, ADDRESS, mark(2, 50));
    marks.put(1, ADDRESS, mark(1, 900));
    assertThat(marks.find(1, ADDRESS)).contains(mark(2, 50));
  }

  @Test
  void marks_areOfOneWorker() {
    marks.put(1, ADDRESS, mark(1, 100));
    marks.put(1, "other:1", mark(2, 200));
    marks.put(2, ADDRESS, mark(3, 300));
    assertThat(marks.find(List.of(1L, 2L, 3L), ADDRESS))
        .containsOnly(Map.entry(1L, mark(1, 100)), Map.entry(2L, mark(3, 300)));
    assertThat(marks.find(List.of(), ADDRESS)).isEmpty();
  }

  @Test
  void heartbeat_comesBackAsItWas() {
    workers.put(beat("a", "tag"), NOW);
    assertThat(workers.since(NOW))
        .singleElement()
        .satisfies(
            heard -> {
              assertThat(heard.seen()).isEqualTo(NOW);
              assertThat(heard.heartbeat()).usingRecursiveComparison().isEqualTo(beat("a", "tag"));
            });
    assertThat(workers.since(NOW.plusMillis(1))).isEmpty();
  }

  @Test
  void newerHeartbeat_wins() {
    workers.put(beat("a", "new"), NOW.plusSeconds(1));
    workers.put(beat("a", "old"), NOW);
    workers.put(beat("b", "old"), NOW);
    assertThat(workers.since(NOW.plusSeconds(1)))
        .extracting(heard -> heard.heartbeat().tag())
        .containsExactly("new");
    workers.forgetBefore(NOW.plusSeconds(1));
    assertThat(workers.since(Instant.EPOCH)).hasSize(1);
  }

  @Test
  void manyAtOnce_addOneRow() throws Exception {
    var threads = Executors.newFixedThreadPool(8);
    try {
      var works = new ArrayList<Callable<Void>>();
      for (int i = 0; i < 40; i++) {
        long epoch = i / 8 + 1;
        works.add(
            () -> {
              marks.put(epoch, ADDRESS, mark(epoch, 100));
              workers.put(beat("w" + epoch, "t"), NOW);
              return null;
            });
      }
      for (var done : threads.invokeAll(works)) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(workers.since(NOW)).hasSize(5);
    assertThat(marks.find(List.of(1L, 2L, 3L, 4L, 5L), ADDRESS)).hasSize(5);
  }
}
