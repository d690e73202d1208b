package tech.powerjob.web.door;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.OpenAPIConstant;
import tech.powerjob.common.enums.ErrorCodes;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.common.request.http.RunJobRequest;
import tech.powerjob.common.response.InstanceInfoDTO;
import tech.powerjob.common.response.JobInfoDTO;
import tech.powerjob.server.account.AppIdentity;
import tech.powerjob.server.audit.Actor;
import tech.powerjob.server.audit.AuditLog;
import tech.powerjob.server.instance.InstanceService;
import tech.powerjob.server.job.JobService;
import tech.powerjob.web.access.AccessTokens;
import tech.powerjob.web.access.Denials;

class FrequentCallsTest {
  private static final String FORM = "application/x-www-form-urlencoded; charset=utf-8";
  private static final String JSON = "application/json";
  private static final String TOKEN = "good token";

  private final List<RunJobRequest> runs = new ArrayList<>();
  private final Map<String, String> headers =
      new HashMap<>(
          Map.of(
              OpenAPIConstant.REQUEST_HEADER_APP_ID,
              "7",
              OpenAPIConstant.REQUEST_HEADER_ACCESS_TOKEN,
              TOKEN));
  private final Map<String, String> answered = new HashMap<>();
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private String query;
  private final FrequentCalls calls =
      new FrequentCalls(
          new Tokens(),
          new Jobs(),
          new Instances(),
          new Actor(),
          new Denials(AuditLog.ofNothing()));

  @Test
  void form_isRun_andAnsweredAsTheResourceDoes() throws Exception {
    assertThat(call("POST", "/openApi/runJob", FORM, "jobId=5&instanceParams=a%20b&delay=10"))
        .isTrue();

    assertThat(runs).hasSize(1);
    assertThat(runs.get(0).getJobId()).isEqualTo(5);
    assertThat(runs.get(0).getInstanceParams()).isEqualTo("a b");
    assertThat(runs.get(0).getDelay()).isEqualTo(10);
    assertThat(answer()).isEqualTo("{\"success\":true,\"data\":99,\"message\":null}");
    assertThat(answered)
        .containsEntry(OpenAPIConstant.RESPONSE_HEADER_AUTH_STATUS, "true")
        .containsEntry("Content-Type", "application/json");
  }

  @Test
  void looks_areAnsweredAsTheResourcesDo() throws Exception {
    assertThat(call("POST", "/openApi/fetchInstanceStatus", FORM, "instanceId=5&appId=7")).isTrue();
    assertThat(answer()).isEqualTo("{\"success\":true,\"data\":5,\"message\":null}");

    written.reset();
    assertThat(call("POST", "/openApi/fetchInstanceInfo", FORM, "instanceId=5")).isTrue();
    assertThat(answer()).contains("\"instanceId\":5").contains("\"result\":\"fine\"");

    written.reset();
    assertThat(call("POST", "/openApi/fetchJob", FORM, "jobId=6")).isTrue();
    assertThat(answer()).contains("\"id\":6").contains("\"jobName\":\"read\"");
  }

  @Test
  void lookOfAnotherApplication_isRefused() throws Exception {
    assertThat(call("POST", "/openApi/fetchInstanceStatus", FORM, "instanceId=5&appId=8")).isTrue();

    assertThat(answer()).contains("\"success\":false").contains("the token is of the app 7");
  }

  @Test
  void json_isRun() throws Exception {
    assertThat(call("POST", "/openApi/runJob2", JSON, "{\"jobId\":5,\"outerKey\":\"k\"}")).isTrue();

    assertThat(runs.get(0).getOuterKey()).isEqualTo("k");
  }

  @Test
  void idempotencyKey_isTakenFromHeaderParametersOrBody() throws Exception {
    query = "idempotencyKey=in-query";
    call("POST", "/openApi/runJob2", JSON, "{\"jobId\":5,\"idempotencyKey\":\"in-body\"}");
    call("POST", "/openApi/runJob", FORM, "jobId=5");
    query = null;
    call("POST", "/openApi/runJob2", JSON, "{\"jobId\":5,\"idempotencyKey\":\"in-body\"}");
    call("POST", "/openApi/runJob", FORM, "jobId=5&idempotencyKey=in-form");
    headers.put("Idempotency-Key", "in-header");
    call("POST", "/openApi/runJob2", JSON, "{\"jobId\":5,\"idempotencyKey\":\"in-body\"}");
    call("POST", "/openApi/runJob", FORM, "jobId=5&idempotencyKey=in-form");

    assertThat(runs)
        .extracting(RunJobRequest::getIdempotencyKey)
        .containsExactly("in-query", "in-query", "in-body", "in-form", "in-header", "in-header");
  }

  @Test
  void callerWhoIsNotLetIn_isLeftToTheResource() throws Exception {
    headers.put(OpenAPIConstant.REQUEST_HEADER_ACCESS_TOKEN, "bad token");
    assertThat(call("POST", "/openApi/runJob", FORM, "jobId=5")).isFalse();
    headers.remove(OpenAPIConstant.REQUEST_HEADER_ACCESS_TOKEN);
    assertThat(call("POST", "/openApi/runJob2", JSON, "{\"jobId\":5}")).isFalse();
    headers.put(OpenAPIConstant.REQUEST_HEADER_ACCESS_TOKEN, TOKEN);
    headers.put(OpenAPIConstant.REQUEST_HEADER_APP_ID, "8");
    assertThat(call("POST", "/openApi/runJob", FORM, "jobId=5")).isFalse();
    assertThat(runs).isEmpty();
    assertThat(answered).isEmpty();
  }

  @Test
  void anotherAppInTheRequest_isRefused() throws Exception {
    assertThat(call("POST", "/openApi/runJob", FORM, "jobId=5&appId=8")).isTrue();
    assertThat(answer()).contains("\"success\":false", "the token is of the app 7");
    assertThat(runs).isEmpty();
  }

  @Test
  void whatIsWrong_isTold() throws Exception {
    assertThat(call("POST", "/openApi/runJob", FORM, "jobId=five")).isTrue();
    assertThat(answer()).contains("jobId is 'five' but must be a whole number");
    written.reset();
    assertThat(call("POST", "/openApi/runJob2", JSON, "{}")).isTrue();
    assertThat(answer()).contains("jobId can't be empty");
    assertThat(runs).isEmpty();
  }

  @Test
  void othersCalls_areLeftToTheResource() throws Exception {
    assertThat(call("GET", "/openApi/runJob", FORM, "jobId=5")).isFalse();
    assertThat(call("POST", "/openApi/runJob", JSON, "{\"jobId\":5}")).isFalse();
    assertThat(call("POST", "/openApi/saveJob", JSON, "{}")).isFalse();
    assertThat(runs).isEmpty();
  }

  private String answer() {
    return written.toString(StandardCharsets.UTF_8);
  }

  private boolean call(String method, String path, String contentType, String body)
      throws Exception {
    var bytes = new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8));
    var request =
        fake(
            HttpServletRequest.class,
            (name, arguments) ->
                switch (name) {
                  case "getMethod" -> method;
                  case "getContentType" -> contentType;
                  case "getQueryString" -> query;
                  case "getHeader" -> headers.get((String) arguments[0]);
                  case "getInputStream" -> new Body(bytes);
                  default -> null;
                });
    var response =
        fake(
            HttpServletResponse.class,
            (name, arguments) ->
                switch (name) {
                  case "setHeader" -> answered.put((String) arguments[0], (String) arguments[1]);
                  case "setContentType" -> answered.put("Content-Type", (String) arguments[0]);
                  case "getOutputStream" -> new Answer();
                  default -> null;
                });
    return calls.answer(path, request, response);
  }

  private interface Method {
    Object call(String name, Object[] arguments);
  }

  private static <T> T fake(Class<T> type, Method method) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, called, arguments) -> {
              var value = method.call(called.getName(), arguments);
              return called.getReturnType() == void.class ? null : value;
            }));
  }

  private static final class Tokens extends AccessTokens {
    @Override
    public AppIdentity app(String claimedId, String token) {
      if (!"7".equals(claimedId) || !TOKEN.equals(token)) {
        throw new PowerJobException(ErrorCodes.INVALID_TOKEN, null);
      }
      return new AppIdentity(7, "demo", null, 1L, "hash", 0);
    }
  }

  private static final class Jobs extends JobService {
    @Override
    public JobInfoDTO get(long appId, long jobId) {
      assertThat(appId).isEqualTo(7);
      var job = new JobInfoDTO();
      job.setId(jobId);
      job.setJobName("read");
      return job;
    }
  }

  private final class Instances extends InstanceService {
    @Override
    public int status(long appId, long instanceId) {
      assertThat(appId).isEqualTo(7);
      return (int) instanceId;
    }

    @Override
    public InstanceInfoDTO get(long appId, long instanceId) {
      assertThat(appId).isEqualTo(7);
      var instance = new InstanceInfoDTO();
      instance.setInstanceId(instanceId);
      instance.setResult("fine");
      return instance;
    }

    @Override
    public long run(long appId, RunJobRequest request) {
      assertThat(appId).isEqualTo(7);
      runs.add(request);
      return 99;
    }
  }

  private static final class Body extends ServletInputStream {
    private final ByteArrayInputStream bytes;

    Body(ByteArrayInputStream bytes) {
      this.bytes = bytes;
    }

    @Override
    public int read() {
      return bytes.read();
    }

    @Override
    public boolean isFinished() {
      return bytes.available() == 0;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new UnsupportedOperationException();
    }
  }

  private final class Answer extends ServletOutputStream {
    @Override
    public void write(int b) {
      written.write(b);
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      throw new UnsupportedOperationException();
    }
  }
}
