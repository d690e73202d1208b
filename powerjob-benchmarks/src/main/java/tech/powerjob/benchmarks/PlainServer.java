package tech.powerjob.benchmarks;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.Executors;

/**
 * The JDK's HTTP server in a process of its own, which gives one answer to everything: what the
 * machine can do when nothing is done. Ends when its standard input does.
 */
public final class PlainServer implements AutoCloseable {
  private static final int THREADS = 64;

  private final Process process;
  private final String address;

  private PlainServer(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  public static void main(String[] args) throws Exception {
    var answer = Base64.getDecoder().decode(args[0]);
    var server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
    server.setExecutor(Executors.newFixedThreadPool(THREADS));
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
          }
        });
    server.start();
    System.out.println(server.getAddress().getPort());
    while (System.in.read() >= 0) {
      // Nothing is ever written; this waits for the end.
    }
    System.exit(0);
  }

  /** Starts it. */
  static PlainServer start(String answer, Path log) throws IOException {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                // Otherwise each answer waits for the acknowledgement of its headers.
                "-Dsun.net.httpserver.nodelay=true",
                "-cp",
                System.getProperty("java.class.path"),
                PlainServer.class.getName(),
                Base64.getEncoder().encodeToString(answer.getBytes(StandardCharsets.UTF_8)))
            .redirectError(log.toFile())
            .start();
    var port =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
            .readLine();
    if (port == null) {
      throw new IllegalStateException("the plain server did not start; see " + log);
    }
    return new PlainServer(process, "127.0.0.1:" + port);
  }

  ApiCaller caller() throws IOException {
    return new ApiCaller(address, "");
  }

  @Override
  public void close() {
    process.destroy();
  }
}
