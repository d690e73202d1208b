package tech.powerjob.official.processors.impl.script;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import tech.powerjob.official.processors.impl.Contexts;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.sdk.BasicProcessor;

/** A workspace for scripts, system properties that are put back, and a way to find processes. */
final class Sandbox implements AutoCloseable {
  final Path workspace;
  final List<String> log = new CopyOnWriteArrayList<>();

  /** An argument of processes that no other process of this machine has. */
  final String sign = "0.0" + Math.abs(UUID.randomUUID().getMostSignificantBits() % 1_000_000_000L);

  private final Map<String, String> before = new HashMap<>();

  Sandbox(Path workspace) {
    this.workspace = workspace;
    set("powerjob.worker.workspace", workspace.toString());
    for (var name : List.of("shell", "python", "cmd", "powershell")) {
      set("powerjob.official-processor." + name + ".enable", "true");
    }
  }

  void set(String key, String value) {
    before.putIfAbsent(key, System.getProperty(key));
    System.setProperty(key, value);
  }

  TaskContext context(String params) {
    return Contexts.of(params, null, log);
  }

  ProcessResult run(BasicProcessor processor, String script) throws Exception {
    return processor.process(context(script));
  }

  List<Path> files() throws Exception {
    var folder = workspace.resolve("official_script_processor");
    try (var files = Files.list(folder)) {
      return files.toList();
    }
  }

  /** How many processes have the sign as their argument. */
  long sleepers() {
    return ProcessHandle.allProcesses().filter(this::isSigned).count();
  }

  private boolean isSigned(ProcessHandle process) {
    return process.info().arguments().stream()
        .flatMap(java.util.Arrays::stream)
        .anyMatch(sign::equals);
  }

  @Override
  public void close() {
    ProcessHandle.allProcesses().filter(this::isSigned).forEach(ProcessHandle::destroyForcibly);
    before.forEach(
        (key, value) -> {
          if (value == null) {
            System.clearProperty(key);
          } else {
            System.setProperty(key, value);
          }
        });
  }
}
