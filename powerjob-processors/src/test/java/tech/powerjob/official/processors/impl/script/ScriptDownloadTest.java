package tech.powerjob.official.processors.impl.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ScriptDownloadTest {
  private final CountDownLatch never = new CountDownLatch(1);
  private final CountDownLatch reached = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;
  private String address;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          var path = exchange.getRequestURI().getPath();
          var body = path.equals("/script") ? "echo düt" : "x".repeat(ScriptDownload.MAX_SIZE + 1);
          var bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(path.equals("/missing") ? 404 : 200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.createContext(
        "/slow",
        exchange -> {
          exchange.sendResponseHeaders(200, 100);
          exchange.getResponseBody().write('x');
          exchange.getResponseBody().flush();
          reached.countDown();
          try {
            never.await();
          } catch (InterruptedException e) {
            exchange.close();
          }
        });
    server.start();
    address = "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  private String download(String path) throws Exception {
    return ScriptDownload.of(address + path, Duration.ofSeconds(2)).orElseThrow().text();
  }

  @Test
  void script_isTheBody() throws Exception {
    assertThat(download("/script")).isEqualTo("echo düt");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void url_isRunAsWhatItLeadsTo(@TempDir Path folder) throws Exception {
    try (var sandbox = new Sandbox(folder)) {
      assertThat(sandbox.run(new ShellProcessor(), " " + address + "/script?key=s3cret\n").getMsg())
          .isEqualTo("[INPUT]: düt\n;[ERROR]: ");
      assertThat(sandbox.log.toString()).doesNotContain("s3cret");

      var missing = sandbox.run(new ShellProcessor(), address + "/missing?key=s3cret");
      assertThat(missing.isSuccess()).isFalse();
      assertThat(missing.getMsg())
          .isEqualTo(
              "IOException: " + address + "/missing answered with status 404 instead of 200");
    }
  }

  @Test
  void hugeScript_isRefused() {
    assertThatThrownBy(() -> download("/huge")).hasMessageContaining("longer than 4194304 bytes");
  }

  @Test
  void serverThatStopsHalfway_failsInTime() {
    assertThatThrownBy(() -> download("/slow"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not read within 2 s");
  }

  @Test
  void interrupt_endsTheDownload() {
    var runner = Thread.currentThread();
    threads.execute(
        () -> {
          try {
            reached.await();
            runner.interrupt();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });

    assertThatThrownBy(
            () -> ScriptDownload.of(address + "/slow", Duration.ofDays(1)).orElseThrow().text())
        .isInstanceOf(InterruptedException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"httpd -k restart", "http is down", "https://a\necho", "file:///x", "ls"})
  void otherTexts_areScripts(String text) {
    assertThat(ScriptDownload.of(text)).isEmpty();
  }
}
