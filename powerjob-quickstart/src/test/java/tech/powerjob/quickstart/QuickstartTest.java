package tech.powerjob.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole quickstart against a server that is not real, and without processes. */
@Timeout(60)
class QuickstartTest {
  @TempDir Path folder;
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private StubPowerJob server;
  private Places places;

  @BeforeEach
  void start() throws Exception {
    server = new StubPowerJob();
    places = new Places(folder, folder.resolve("no.jar"), server.url());
    Files.writeString(places.initialPassword(), "admin's\n");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Quickstart quickstart(Optional<String> adminPassword, Processes processes) {
    var terminal =
        new Terminal(new PrintStream(output, true, StandardCharsets.UTF_8), false, false);
    return new Quickstart(places, terminal, processes, adminPassword, true);
  }

  private void run(Optional<String> adminPassword) throws InterruptedException {
    quickstart(adminPassword, new NoProcesses()).run();
  }

  private String shown() {
    return output.toString(StandardCharsets.UTF_8);
  }

  private final class NoProcesses extends Processes {
    NoProcesses() {
      super(places);
    }

    @Override
    void startServer(Optional<String> adminPassword) {
      adminPassword.ifPresent(server::setAdminPassword);
    }

    /** A worker is there, so the CRON job's instances end. */
    @Override
    void startWorker(Path memory) {
      server.addJob("hello-cron", 1);
      server.end("hello-cron", 5, "greeted world", StubPowerJob.line("Hello, world!"));
    }
  }

  @Test
  void firstStart_makesEverythingAndShowsIt() throws Exception {
    server.answerNotReady(2);

    run(Optional.empty());

    assertThat(server.savedApps()).isEqualTo(1);
    assertThat(server.jobNames()).containsExactly("hello-cron", "hello-api");
    assertThat(shown())
        .contains("Server      ready after ", "Worker      ready after ")
        .contains("Jobs        hello-cron (every 5 seconds), hello-api (run once now)")
        .contains("Console     " + server.url() + "/")
        .contains("User        ADMIN")
        .contains("Password    admin's   (kept in " + places.initialPassword() + ")")
        .containsPattern(
            "\\d\\d:\\d\\d:\\d\\d  hello-cron    SUCCEED   greeted world\n" + " +\\| Hello, world!")
        .containsPattern("hello-api     SUCCEED   greeted you\n +\\| Hello, you!")
        .contains("One CRON instance and one API instance have succeeded.");
  }

  @Test
  void newDataFolder_getsAPasswordThatNeedsNoChange() throws Exception {
    Files.delete(places.initialPassword());

    run(Optional.empty());

    var password = Files.readString(places.initialPassword()).strip();
    assertThat(password).hasSizeGreaterThan(20);
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(places.initialPassword())))
        .isEqualTo("rw-------");
    assertThat(shown()).contains("Password    " + password);
  }

  @Test
  void appPassword_isKeptForItsOwnerAlone_andUsedAgain() throws Exception {
    run(Optional.empty());
    var kept = new Memory(places.memory()).appPassword();
    assertThat(kept).get().asString().hasSizeGreaterThan(20);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(places.memory())))
        .isEqualTo("rw-------");

    run(Optional.empty());

    assertThat(server.savedApps()).isEqualTo(1);
    assertThat(new Memory(places.memory()).appPassword()).isEqualTo(kept);
    assertThat(server.jobNames()).filteredOn("hello-api"::equals).hasSize(1);
    assertThat(shown()).doesNotContain(kept.orElseThrow());
  }

  @Test
  void appWhosePasswordIsForgotten_getsANewOne() throws Exception {
    server.addApp("quickstart", "nobody knows");

    run(Optional.empty());

    assertThat(server.savedApps()).isEqualTo(1);
    assertThat(new Memory(places.memory()).appPassword()).isPresent();
  }

  @Test
  void givenPassword_isUsedAndNotShown() throws Exception {
    server.setAdminPassword("chosen by me");
    Files.delete(places.initialPassword());

    run(Optional.of("chosen by me"));

    assertThat(shown())
        .contains("Password    as you set it in POWERJOB_ADMIN_PASSWORD")
        .doesNotContain("chosen by me");
  }

  @Test
  void changedPassword_isNoObstacle_exceptForLogLines() throws Exception {
    run(Optional.empty());
    server.setAdminPassword("changed in the console");
    output.reset();

    run(Optional.empty());

    assertThat(shown())
        .contains("Password    as you changed it")
        .contains("Log lines are shown in the console only.")
        .contains("SUCCEED")
        .doesNotContain("| Hello");
  }

  @Test
  void changedPasswordAndNoApp_saysWhatToDo() {
    server.setAdminPassword("changed in the console");

    assertThatThrownBy(() -> run(Optional.empty()))
        .isInstanceOf(QuickstartException.class)
        .hasMessageContaining("'quickstart' must be made")
        .hasMessageContaining("Set POWERJOB_ADMIN_PASSWORD to it");
  }

  @Test
  void failedRun_endsOnceWithTheReason() {
    server.letRunsFail();

    assertThatThrownBy(() -> run(Optional.empty()))
        .isInstanceOf(QuickstartException.class)
        .hasMessageMatching("the API instance \\d+ ended as FAILED: greeted you");
  }

  @Test
  void cronJobThatIsOff_isSaid() {
    server.addJob("hello-cron", 2);

    assertThatThrownBy(() -> run(Optional.empty()))
        .hasMessageContaining("job hello-cron is switched off");
    assertThat(shown()).contains("hello-cron (switched off)");
  }

  @Test
  void deletedJob_isMadeAgain() throws Exception {
    server.addJob("hello-api", 99);

    run(Optional.empty());

    assertThat(server.jobNames()).containsExactly("hello-api", "hello-cron", "hello-api");
  }

  @Test
  void serverThatDies_isSaidWithItsLastLines() throws Exception {
    server.answerNotReady(1_000_000);
    var log = places.serverLog();
    var processes =
        new Processes(places) {
          private ChildProcess dead;

          @Override
          void startServer(Optional<String> adminPassword) {
            dead = ChildProcess.java("server", log, List.of("-jar", "no.jar"), Map.of());
          }

          @Override
          void requireAlive() {
            dead.requireAlive();
          }
        };

    assertThatThrownBy(() -> quickstart(Optional.empty(), processes).run())
        .isInstanceOf(QuickstartException.class)
        .hasMessageContaining("the server ended by itself (exit code 1)")
        .hasMessageContaining("no.jar")
        .hasMessageContaining("More in " + log);
  }
}
