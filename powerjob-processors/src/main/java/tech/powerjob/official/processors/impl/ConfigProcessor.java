package tech.powerjob.official.processors.impl;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import tech.powerjob.official.processors.OfficialProcessor;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;

/**
 * Hands settings to all code of the worker's JVM. The parameters are {@code {config,
 * persistentFileName}}: an object, and a file to write it to as well, which the worker's owner must
 * have switched on. Meant to be broadcast each minute.
 */
public class ConfigProcessor extends OfficialProcessor {
  private static final String FILE_SWITCH = "powerjob.official-processor.config-file.enable";

  private static volatile Map<String, Object> current = Map.of();

  /** The parameters. */
  record Parameters(Map<String, Object> config, String persistentFileName) {}

  /** The settings of the last run, read-only; empty before the first one. */
  public static Map<String, Object> fetchConfig() {
    return current;
  }

  @Override
  protected ProcessResult work(TaskContext context) throws Exception {
    var text = parameters(context);
    var parameters = text == null || text.isBlank() ? null : parse(text, Parameters.class);
    if (parameters == null || parameters.config() == null) {
      return new ProcessResult(false, "CONFIG_IS_NULL");
    }
    var file = parameters.persistentFileName();
    if (file != null && !file.isBlank()) {
      if (!isOn(FILE_SWITCH)) {
        return new ProcessResult(false, refusal(getClass(), FILE_SWITCH));
      }
      write(Path.of(file).toAbsolutePath(), json(parameters.config()));
    }
    current = Collections.unmodifiableMap(new LinkedHashMap<>(parameters.config()));
    return new ProcessResult(true, "UPDATE_SUCCESS");
  }

  /** Who reads the file finds the old text or the new one, never a part. */
  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    var written = Files.createTempFile(file.getParent(), "config", ".tmp");
    try {
      Files.writeString(written, text);
      try {
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(written);
    }
  }
}
