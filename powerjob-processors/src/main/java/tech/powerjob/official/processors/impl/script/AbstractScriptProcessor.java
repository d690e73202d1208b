package tech.powerjob.official.processors.impl.script;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Optional;
import tech.powerjob.config.Settings;
import tech.powerjob.official.processors.OfficialProcessor;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;

/**
 * Runs a script in a process of its own. The parameters are the script, or a URL to download it
 * from. A run succeeds if the exit code is 0; its result is the output, cut in the middle if it is
 * long.
 */
abstract class AbstractScriptProcessor extends OfficialProcessor {
  static final boolean IS_WINDOWS =
      System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");

  private static final String WORKSPACE = "powerjob.worker.workspace";

  /** How scripts of this kind are run. */
  abstract Language language();

  @Override
  protected ProcessResult work(TaskContext context) throws Exception {
    var parameters = parameters(context);
    if (parameters == null || parameters.isBlank()) {
      return new ProcessResult(
          false, "[SYSTEM] ScriptParams is null, please check jobParam configuration.");
    }
    var language = language();
    var environment = ScriptEnvironment.of(context, parameters);
    var interpreter = language.interpreter(environment.path());
    if (interpreter.isEmpty()) {
      return new ProcessResult(false, cannotRun(language));
    }
    var script = text(parameters.trim(), parameters, context);
    var file = write(language, script, context.getInstanceId());
    try {
      var process =
          ScriptProcess.start(
              language.command(interpreter.get(), file), environment, language.charset(), context);
      return process.result();
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static String cannotRun(Language language) {
    var text =
        "[SYSTEM] Current OS is %s where %s scripts cannot run."
            .formatted(System.getProperty("os.name"), language.name());
    return language.interpreters().isEmpty()
        ? text
        : "%s None of %s was found on the PATH of this worker."
            .formatted(text, language.interpreters());
  }

  private static String text(String trimmed, String parameters, TaskContext context)
      throws IOException, InterruptedException {
    Optional<ScriptDownload> download = ScriptDownload.of(trimmed);
    if (download.isEmpty()) {
      return parameters;
    }
    context.getOmsLogger().info("[SYSTEM] downloading the script from {}", download.get());
    return download.get().text();
  }

  /** Writes the script to a file that is this run's alone and that nobody else may read. */
  private static Path write(Language language, String script, Long instanceId) throws IOException {
    var bytes = language.withItsEndsOfLine(script).getBytes(language.charset());
    var folder = workspace().resolve("official_script_processor");
    Files.createDirectories(folder, permissions(folder, "rwx------"));
    var file =
        Files.createTempFile(
            folder,
            "%s_%d_".formatted(language.name(), instanceId),
            language.suffix(),
            permissions(folder, "rwx------"));
    try {
      Files.write(file, bytes);
      return file;
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  private static Path workspace() {
    return Settings.ofProcess()
        .find(WORKSPACE)
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home"), "powerjob", "worker"))
        .toAbsolutePath();
  }

  private static FileAttribute<?>[] permissions(Path of, String wanted) {
    return of.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(wanted))
        }
        : new FileAttribute<?>[0];
  }
}
