package tech.powerjob.official.processors.impl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import tech.powerjob.worker.core.processor.ProcessResult;

@Timeout(30)
class HttpProcessorTest {
  private final HttpProcessor processor = new HttpProcessor();
  private final List<String> log = new ArrayList<>();
  private final CountDownLatch never = new CountDownLatch(1);
  private final CountDownLatch reached = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;
  private String address;
  private volatile String seen;
  private volatile int status = 200;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          var headers = exchange.getRequestHeaders();
          seen =
              "%s %s %s %s %s"
                  .formatted(
                      exchange.getRequestMethod(),
                      exchange.getRequestURI(),
                      headers.getFirst("Content-Type"),
                      headers.getFirst("X-Key"),
                      new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          var body = exchange.getRequestURI().getPath().equals("/big") ? "x".repeat(1 << 20) : "ü";
          exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=ISO-8859-1");
          exchange.getResponseHeaders().set("Location", "/elsewhere");
          var bytes = body.getBytes(StandardCharsets.ISO_8859_1);
          exchange.sendResponseHeaders(status, status == 204 ? -1 : bytes.length);
          if (status == 302) {
            status = 200;
          }
          if (status != 204) {
            exchange.getResponseBody().write(bytes);
          }
          exchange.close();
        });
    server.createContext(
        "/hang",
        exchange -> {
          reached.countDown();
          try {
            never.await();
          } catch (InterruptedException e) {
            exchange.close();
          }
        });
    server.createContext(
        "/half",
        exchange -> {
          exchange.sendResponseHeaders(200, 100);
          exchange.getResponseBody().write('x');
          exchange.getResponseBody().flush();
          try {
            never.await();
          } catch (InterruptedException e) {
            exchange.close();
          }
        });
    server.start();
    address = "127.0.0.1:" + server.getAddress().getPort();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  private ProcessResult process(String params) throws Exception {
    return processor.process(
        Contexts.of(params == null ? null : params.replace("HOST", address), null, log));
  }

  private void assertFailure(String params, String message) throws Exception {
    var result = process(params);
    assertThat(result.getMsg()).contains(message);
    assertThat(result.isSuccess()).isFalse();
  }

  @Test
  void urlAlone_isAGet() throws Exception {
    var result = process("{\"url\":\"HOST/a?b=c\"}");

    assertThat(result.isSuccess()).isTrue();
    assertThat(result.getMsg()).isEqualTo("code:200, body:ü");
    assertThat(seen).isEqualTo("GET /a?b=c null null ");
    assertThat(log).containsExactly("GET http://" + address + "/a");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "method":"post"                                 | POST /a application/json null {}
          "method":"Put","body":"{\\"x\\":1}"             | PUT /a application/json null {"x":1}
          "method":"DELETE","body":"plain words"          | DELETE /a null null plain words
          "method":"POST","body":"b","mediaType":"text/x" | POST /a text/x null b
          "method":"GET","body":"dropped"                 | GET /a null null
          "headers":{"X-Key":"k","Content-Type":"a/b"}    | GET /a a/b k
          """)
  void parameters_makeTheRequest(String params, String request) throws Exception {
    var result = process("{\"url\":\"http://HOST/a\"," + params + "}");

    assertThat(result.isSuccess()).isTrue();
    assertThat(seen.trim()).isEqualTo(request);
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 204, 403, 404, 500})
  void otherStatus_isAFailureWithCodeAndBody(int code) throws Exception {
    status = code;

    assertFailure("{\"url\":\"HOST\"}", "code:" + code);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          201                  | 201 | true
          201                  | 200 | false
          [200, 404]           | 404 | true
          "200-204"            | 203 | true
          "200-204"            | 205 | false
          "2xx, 404"           | 299 | true
          ["2XX", "404", 500]  | 500 | true
          ["2XX", "404", 500]  | 501 | false
          null                 | 200 | true
          null                 | 201 | false
          """)
  void successCodes_decide(String codes, int code, boolean success) throws Exception {
    status = code;

    var result = process("{\"url\":\"HOST\",\"successCodes\":" + codes + "}");

    assertThat(result.getMsg()).startsWith("code:" + code);
    assertThat(result.isSuccess()).isEqualTo(success);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "2x"      | successCodes holds '2x' but must hold codes as 200, 200-204 or 2xx
          "204-200" | successCodes holds '204-200' but must
          99        | successCodes holds '99' but must
          []        | successCodes is empty
          """)
  void unusableSuccessCodes_areNamed_beforeTheCall(String codes, String message) throws Exception {
    assertFailure("{\"url\":\"HOST\",\"successCodes\":" + codes + "}", message);
    assertThat(seen).isNull();
  }

  @Test
  void redirect_isFollowed() throws Exception {
    status = 302;

    assertThat(process("{\"url\":\"HOST/a\"}").isSuccess()).isTrue();
    assertThat(seen).startsWith("GET /elsewhere");
  }

  @Test
  void hugeAnswer_isCut() throws Exception {
    assertThat(process("{\"url\":\"HOST/big\"}").getMsg()).hasSizeLessThan(70_000);
  }

  @Test
  void secrets_areNotLogged() throws Exception {
    process(
        "{\"url\":\"HOST/a?token=s3cret\",\"method\":\"POST\",\"body\":\"s3cret\","
            + "\"headers\":{\"X-Key\":\"s3cret\"}}");
    assertThat(log.toString()).doesNotContain("s3cret");

    assertThat(process("{\"headers\":{\"X-Key\":\"s3cret").getMsg()).doesNotContain("s3cret");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " "})
  void withoutParameters_failsWithPowerJobsText(String params) throws Exception {
    assertFailure(params, "httpParams is null, please check jobParam configuration.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"method":"GET"}                         | url can't be empty!
          {"url":" "}                              | url can't be empty!
          {"url":"HOST","method":"BREW"}           | method is 'BREW' but must be one of [DELETE, GET,
          {"url":"HOST","timeout":0}               | timeout is 0 but must be at least 1 second
          {"url":"http://not a url"}               | url is no URL: Illegal character
          {"url":"HOST","headers":{"Host":"x"}}    | restricted header name
          not json                                 | not the expected JSON object
          """)
  void unusableParameters_areNamed(String params, String message) throws Exception {
    assertFailure(params, message);
  }

  @Test
  void serverThatDoesNotAnswer_failsInTime() throws Exception {
    assertFailure("{\"url\":\"HOST/hang\",\"timeout\":1}", "HttpTimeoutException");
  }

  @Test
  void serverThatStopsHalfway_failsInTime() throws Exception {
    assertFailure(
        "{\"url\":\"HOST/half\",\"timeout\":1}",
        "HttpTimeoutException: no whole answer within 1 s");
  }

  @Test
  void interrupt_endsTheCall() throws Exception {
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

    assertThatThrownBy(() -> process("{\"url\":\"HOST/hang\"}"))
        .isInstanceOf(InterruptedException.class);
  }
}
