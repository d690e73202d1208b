package tech.powerjob.official.processors.impl.script;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How scripts of one kind are run.
 *
 * @param name as in names of files and in texts
 * @param suffix of the script's file
 * @param interpreters names of programs, or absolute paths; the first one that exists is used
 * @param options of the interpreter, before the file
 * @param windows whether the language is at home on Windows: files have its ends of line, and files
 *     and output are in the platform's charset instead of UTF-8
 */
record Language(
    String name, String suffix, List<String> interpreters, List<String> options, boolean windows) {

  Charset charset() {
    if (!windows) {
      return StandardCharsets.UTF_8;
    }
    // Since Java 18 the default charset is UTF-8, whatever the platform's is.
    var platform = System.getProperty("native.encoding");
    return platform != null && Charset.isSupported(platform)
        ? Charset.forName(platform)
        : Charset.defaultCharset();
  }

  /** The script with the ends of line that the interpreter understands. */
  String withItsEndsOfLine(String script) {
    var plain = script.replace("\r\n", "\n");
    return windows ? plain.replace("\n", "\r\n") : plain;
  }

  /**
   * The program that runs a script.
   *
   * @param path folders to look in, as in the environment variable {@code PATH}
   */
  Optional<Path> interpreter(String path) {
    return interpreters.stream().flatMap(each -> find(each, path).stream()).findFirst();
  }

  /** The first executable file of this name. */
  static Optional<Path> find(String program, String path) {
    if (Path.of(program).isAbsolute()) {
      return Optional.of(Path.of(program)).filter(Files::isExecutable);
    }
    return Arrays.stream(path.split(java.io.File.pathSeparator))
        .filter(folder -> !folder.isBlank())
        .map(folder -> Path.of(folder, program))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }

  List<String> command(Path interpreter, Path file) {
    List<String> command = new ArrayList<>();
    command.add(interpreter.toString());
    command.addAll(options);
    command.add(file.toString());
    return command;
  }
}
