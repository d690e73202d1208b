package tech.powerjob.it.official;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** PowerJob's published client in a process of its own. Not thread-safe. */
final class OfficialClient implements AutoCloseable {
  private static final Path JARS = Path.of(System.getProperty("powerjob.it.official-client", ""));
  private static final String ANSWER = "ANSWER ";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final OutputStream calls;
  private final BufferedReader answers;

  private OfficialClient(Process process) {
    this.process = process;
    calls = process.getOutputStream();
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** The published jars: the client and what it needs. */
  static List<Path> jars() throws IOException {
    try (var files = Files.list(JARS)) {
      var jars = files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
      if (jars.isEmpty()) {
        throw new IllegalStateException("there are no jars in " + JARS.toAbsolutePath());
      }
      return jars;
    }
  }

  /** Starts the process; nobody is logged in yet. Of this project it sees the probe alone. */
  static OfficialClient start(Path folder) throws Exception {
    var probe = folder.resolve(ClientProbe.class.getName().replace('.', '/') + ".class");
    Files.createDirectories(probe.getParent());
    try (var code = ClientProbe.class.getResourceAsStream("ClientProbe.class")) {
      Files.write(probe, code.readAllBytes());
    }
    var path = new ArrayList<String>(List.of(folder.toString()));
    jars().forEach(jar -> path.add(jar.toString()));
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                String.join(File.pathSeparator, path),
                ClientProbe.class.getName())
            .redirectError(folder.resolve("client.err").toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    return new OfficialClient(process);
  }

  /** Makes a client object; what went wrong is in {@code exception} and {@code message}. */
  JsonNode connect(String addresses, String app, String password) throws IOException {
    return call("connect", addresses, app, password);
  }

  /**
   * Calls a method: {@code result}, or {@code exception} and {@code message}; and {@code millis}.
   */
  JsonNode call(String method, Object... arguments) throws IOException {
    var call = new ArrayList<Object>(List.of(method));
    call.addAll(Arrays.asList(arguments));
    calls.write((JSON.writeValueAsString(call) + "\n").getBytes(StandardCharsets.UTF_8));
    calls.flush();
    for (var line = answers.readLine(); line != null; line = answers.readLine()) {
      if (line.startsWith(ANSWER)) {
        return JSON.readTree(line.substring(ANSWER.length()));
      }
    }
    throw new IllegalStateException("the client's process ended");
  }

  /** The data of a call that must succeed. */
  JsonNode data(String method, Object... arguments) throws IOException {
    var answer = call(method, arguments);
    if (!answer.path("result").path("success").asBoolean()) {
      throw new AssertionError(method + " was not done: " + answer);
    }
    return answer.path("result").path("data");
  }

  /** What the server says to a call that it must refuse. */
  String refusal(String method, Object... arguments) throws IOException {
    var result = call(method, arguments).path("result");
    if (result.path("success").asBoolean(true)) {
      throw new AssertionError(method + " was not refused: " + result);
    }
    return result.path("message").asText();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
