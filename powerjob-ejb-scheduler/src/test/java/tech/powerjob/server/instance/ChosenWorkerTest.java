package tech.powerjob.server.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tech.powerjob.domain.testkit.JobBuilder.aJob;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.request.http.RunJobRequest;
import tech.powerjob.domain.testkit.Beats;
import tech.powerjob.domain.worker.Worker;

class ChosenWorkerTest {
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
  private static final List<Worker> WORKERS =
      List.of(
          new Worker(Beats.of("a"), NOW, 0, false),
          new Worker(Beats.of("b"), NOW, 0, false),
          new Worker(Beats.gone("c"), NOW, 0, false));

  @Test
  void liveWorker_mayBeAskedFor() {
    assertThatCode(() -> ChosenWorker.check(aJob(1).build(), "b:27777", WORKERS, NOW))
        .doesNotThrowAnyException();
  }

  @Test
  void workerThatIsUnknownOrLost_isRefusedNamingThoseThatLive() {
    for (var address : List.of("c:27777", "nobody")) {
      assertThatThrownBy(() -> ChosenWorker.check(aJob(1).build(), address, WORKERS, NOW))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "worker is '%s' but must be the address of a live worker of the application, of"
                  + " which there are a:27777, b:27777",
              address);
    }
    assertThatThrownBy(() -> ChosenWorker.check(aJob(1).build(), "x", List.of(), NOW))
        .hasMessageEndingWith("of which there is none");
  }

  @Test
  void workerThatTheJobDoesNotAdmit_isRefused() {
    var job = aJob(1).designated("a:27777").build();
    assertThatThrownBy(() -> ChosenWorker.check(job, "b:27777", WORKERS, NOW))
        .hasMessage("worker is 'b:27777' but must be one of the job's designatedWorkers: a:27777");
  }

  @Test
  void blank_isAnyWorker() {
    assertThat(ChosenWorker.of(new RunJobRequest().setWorker(" "))).isEmpty();
    assertThat(ChosenWorker.of(new RunJobRequest())).isEmpty();
    assertThat(ChosenWorker.of(new RunJobRequest().setWorker(" a:1 "))).contains("a:1");
  }
}
