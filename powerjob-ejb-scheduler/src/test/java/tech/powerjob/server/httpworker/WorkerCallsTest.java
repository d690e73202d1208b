package tech.powerjob.server.httpworker;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tech.powerjob.server.httpworker.Outcome.Answered;
import tech.powerjob.server.httpworker.Outcome.NotDelivered;
import tech.powerjob.server.httpworker.Outcome.Unclear;

@Timeout(30)
class WorkerCallsTest {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final WorkerCalls calls = new WorkerCalls(threads, threads);
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final CountDownLatch held = new CountDownLatch(1);
  private HttpServer worker;

  @BeforeEach
  void listen() throws IOException {
    worker = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    worker.setExecutor(threads);
    worker.createContext(
        "/",
        exchange -> {
          var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          var path = exchange.getRequestURI().getPath();
          if (path.equals("/hold")) {
            await(held);
          }
          heard.add(path + body);
          if (path.equals("/away")) {
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            exchange.sendResponseHeaders(307, -1);
          } else if (path.equals("/huge")) {
            exchange.sendResponseHeaders(200, 0);
            try (var out = exchange.getResponseBody()) {
              for (int i = 0; i < 100; i++) {
                out.write(new byte[100_000]);
              }
            }
          } else {
            exchange.sendResponseHeaders(200, body.isEmpty() ? -1 : body.length());
            exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
          }
          exchange.close();
        });
    worker.start();
  }

  @AfterEach
  void close() {
    held.countDown();
    worker.stop(0);
    threads.shutdownNow();
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(20, TimeUnit.SECONDS)) {
        throw new IllegalStateException("nobody let it go on");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String address() {
    return "127.0.0.1:" + worker.getAddress().getPort();
  }

  private CompletableFuture<Outcome> call(String address, long instance, String path, String body) {
    var outcome = new CompletableFuture<Outcome>();
    calls.make(
        new WorkerCalls.Call(
            address, instance, path, body.getBytes(StandardCharsets.UTF_8), outcome::complete));
    return outcome;
  }

  @Test
  void answer_comesBack() throws Exception {
    var outcome = (Answered) call(address(), 1, "/echo", "hello").get();
    assertThat(outcome.isSuccess()).isTrue();
    assertThat(new String(outcome.body(), StandardCharsets.UTF_8)).isEqualTo("hello");
  }

  @Test
  void refusedConnection_isKnownNotToBeDelivered() throws Exception {
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    assertThat(call("127.0.0.1:" + port, 1, "/x", "").get()).isInstanceOf(NotDelivered.class);
  }

  @Test
  void callsOfOneInstance_keepTheirOrderAndOthersDoNotWait() throws Exception {
    var first = call(address(), 1, "/hold", "1");
    var second = call(address(), 1, "/next", "2");
    call(address(), 2, "/other", "3").get();
    assertThat(heard).containsExactly("/other3");

    held.countDown();
    first.get();
    second.get();
    assertThat(heard).containsExactly("/other3", "/hold1", "/next2");
  }

  @Test
  void workerThatAnswersNothing_holdsUpNoOther() throws Exception {
    var waiting = new ArrayList<CompletableFuture<Outcome>>();
    for (int i = 0; i < 100; i++) {
      waiting.add(call(address(), i, "/hold", ""));
    }
    var other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    other.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    other.start();
    try {
      assertThat(call("127.0.0.1:" + other.getAddress().getPort(), 1, "/x", "").get())
          .isInstanceOf(Answered.class);
      assertThat(waiting).noneMatch(CompletableFuture::isDone);
      held.countDown();
      for (var each : waiting) {
        assertThat(each.get()).isInstanceOf(Answered.class);
      }
    } finally {
      other.stop(0);
    }
  }

  @Test
  void redirect_isNotFollowed() throws Exception {
    var outcome = (Answered) call(address(), 1, "/away", "").get();
    assertThat(outcome.status()).isEqualTo(307);
    assertThat(heard).containsExactly("/away");
  }

  @Test
  void hugeAnswer_isGivenUp() throws Exception {
    assertThat(call(address(), 1, "/huge", "").get()).isInstanceOf(Unclear.class);
  }

  @Test
  void addressThatIsNone_isKnownNotToBeDelivered() throws Exception {
    assertThat(call("no address", 1, "/x", "").get()).isInstanceOf(NotDelivered.class);
  }
}
