package tech.powerjob.official.processors.impl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tech.powerjob.worker.core.processor.ProcessResult;

@EnabledOnOs(OS.LINUX)
class FileCleanupProcessorTest {
  private static final String SWITCH = "powerjob.official-processor.file-cleanup.enable";

  @TempDir private Path folder;
  private final FileCleanupProcessor processor = new FileCleanupProcessor();
  private final List<String> log = new ArrayList<>();

  @BeforeEach
  void switchOn() {
    System.setProperty(SWITCH, "true");
  }

  @AfterEach
  void switchOff() {
    System.clearProperty(SWITCH);
  }

  private Path file(String name, Duration age) throws IOException {
    var file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "x");
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
    return file;
  }

  private ProcessResult clean(Path in, String pattern, int hours) throws Exception {
    return process(
        "[{\"dirPath\":\"%s\",\"filePattern\":\"%s\",\"retentionTime\":%d}]"
            .formatted(in, pattern, hours));
  }

  private ProcessResult process(String params) throws Exception {
    return processor.process(Contexts.of(params, "not looked at", log));
  }

  @Test
  void oldFilesThatMatch_areDeleted_allOthersStay() throws Exception {
    var old = file("a.log", Duration.ofHours(30));
    var deep = file("sub/deep/b.log", Duration.ofHours(24));
    // A begun hour counts.
    var begun = file("begun.log", Duration.ofHours(23).plusMinutes(1));
    var young = file("c.log", Duration.ofHours(22).plusMinutes(59));
    var other = file("d.log.gz", Duration.ofHours(30));

    var result = clean(folder, ".*\\\\.log", 24);

    assertThat(result.getMsg()).matches("cost:\\d+ ms,clean:3");
    assertThat(result.isSuccess()).isTrue();
    assertThat(List.of(old, deep, begun)).noneMatch(Files::exists);
    assertThat(List.of(young, other)).allMatch(Files::exists);
  }

  @Test
  void noRetention_deletesFilesOfAnyAge() throws Exception {
    var future = file("a", Duration.ofHours(-5));

    assertThat(clean(folder, "a", 0).getMsg()).endsWith("clean:1");
    assertThat(future).doesNotExist();
  }

  @Test
  void links_areNeitherFollowedNorDeleted() throws Exception {
    var outside = file("outside/a.log", Duration.ofHours(30));
    var inside = Files.createDirectories(folder.resolve("inside"));
    Files.createSymbolicLink(inside.resolve("link"), outside.getParent());
    Files.createSymbolicLink(inside.resolve("link.log"), outside);

    assertThat(clean(inside, ".*\\\\.log", 0).getMsg()).endsWith("clean:0");
    assertThat(clean(inside.resolve("link"), ".*", 0).getMsg()).endsWith("clean:0");
    assertThat(outside).exists();
    assertThat(inside.resolve("link.log")).isSymbolicLink();
    assertThat(log).anyMatch(line -> line.contains("or a link"));
  }

  @Test
  void unusableRules_areSkippedWithAWarning_theOthersHold() throws Exception {
    var file = file("a", Duration.ofHours(1));

    var result =
        process(
            ("[{\"filePattern\":\".*\"},{\"dirPath\":\"DIR\"},{\"dirPath\":\"DIR/none\","
                    + "\"filePattern\":\"a\"},{\"dirPath\":\"DIR/a\",\"filePattern\":\"a\"},"
                    + "{\"dirPath\":\"DIR\",\"filePattern\":\"a\",\"retentionTime\":1}]")
                .replace("DIR", folder.toString()));

    assertThat(result.getMsg()).endsWith("clean:1");
    assertThat(log.stream().filter(line -> line.startsWith("skipped"))).hasSize(4);
    assertThat(file).doesNotExist();
  }

  @Test
  void fileThatCannotBeDeleted_isAFailure_afterAllOthersWereTried() throws Exception {
    var immortal = Path.of("/proc/self/task");

    var result = clean(immortal, "comm", 0);

    assertThat(result.isSuccess()).isFalse();
    assertThat(result.getMsg())
        .matches("cost:\\d+ ms,clean:0,failed:\\d+,first:.*/proc/self/task/.*comm.*");
  }

  @Test
  void interrupt_endsTheRun() throws Exception {
    var file = file("a", Duration.ofHours(1));
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> clean(folder, "a", 0)).isInstanceOf(InterruptedException.class);
    assertThat(file).exists();
  }

  @Test
  void brokenParameters_areNamed() throws Exception {
    assertThat(process("{}").getMsg()).contains("not the expected JSON array");
    assertThat(process(null).getMsg()).contains("jobParams is empty");
    assertThat(clean(folder, "[", 0).getMsg()).startsWith("PatternSyntaxException");
    assertThat(clean(folder, "a", -1).getMsg()).contains("retentionTime is -1");
  }

  @Test
  void unlessSwitchedOn_nothingIsDeleted_whateverTheKindOfJob() throws Exception {
    System.clearProperty(SWITCH);
    var file = file("a", Duration.ofHours(1));
    var refusal =
        "FileCleanupProcessor is not enabled, please set '-D" + SWITCH + "=true' to enable it";

    assertThat(clean(folder, "a", 0).getMsg()).isEqualTo(refusal);
    var before = processor.preProcess(Contexts.of("[]", null, log));
    assertThat(before.getMsg()).isEqualTo(refusal);
    assertThat(before.isSuccess()).isFalse();
    assertThat(file).exists();
  }
}
