package tech.powerjob.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tech.powerjob.client.common.Protocol;
import tech.powerjob.common.enums.ExecuteType;
import tech.powerjob.common.enums.ProcessorType;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.common.model.LifeCycle;
import tech.powerjob.common.request.http.RunJobRequest;
import tech.powerjob.common.request.http.SaveJobInfoRequest;
import tech.powerjob.common.request.query.InstancePageQuery;
import tech.powerjob.common.request.query.JobInfoQuery;
import tech.powerjob.common.response.ResultDTO;

@Timeout(60)
class PowerJobClientTest {
  private final ObjectMapper json = new ObjectMapper();
  private StubServer server;
  private StubServer other;

  @BeforeEach
  void start() throws Exception {
    server = new StubServer();
    other = new StubServer();
  }

  @AfterEach
  void stop() {
    server.close();
    other.close();
  }

  private PowerJobClient client() {
    return new PowerJobClient(server.address(), "demo", "secret");
  }

  private PowerJobClient clientOfBoth() {
    return new PowerJobClient(List.of(server.address(), other.address()), "demo", "secret");
  }

  private StubServer.Seen onlySeen() {
    assertThat(server.seen()).hasSize(1);
    return server.seen().get(0);
  }

  private static String closedAddress() throws Exception {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "127.0.0.1:" + socket.getLocalPort();
    }
  }

  @Test
  void construction_logsInWithTheMd5OfThePassword() throws Exception {
    client();

    assertThat(json.readTree(server.seenLogin()))
        .isEqualTo(
            json.readTree(
                """
                {"appName":"demo","encryptedPassword":"5ebe2294ecd0e0f08eab7690d2a6ee69",
                 "encryptType":"md5"}
                """));
    assertThat(server.logins()).isEqualTo(1);
  }

  @Test
  void wrongPassword_failsTheConstruction() {
    server.answeringLoginWith("{\"success\":false,\"message\":\"INCORRECT_PASSWORD\"}");

    assertThatThrownBy(this::client)
        .isInstanceOf(PowerJobException.class)
        .hasMessage("AUTH_FAILED_INCORRECT_PASSWORD");
  }

  @Test
  void loginWithoutAnApp_failsTheConstruction() {
    server.answeringLoginWith("{\"success\":true,\"data\":{}}");

    assertThatThrownBy(this::client).hasMessage("appId is null, please check your config");
  }

  @Test
  void missingAddressOrName_isRefused() {
    assertThatThrownBy(() -> new PowerJobClient((String) null, "demo", "secret"))
        .hasMessage("addressList can't be null!");
    assertThatThrownBy(() -> new PowerJobClient("a:1", null, "secret"))
        .hasMessage("appName can't be null");
  }

  @Test
  void runJob_isAForm() {
    server.answering("/runJob", "7123456789012345678");

    var result = client().runJob(3L, "a b&c=ü", 1000);

    assertThat(result.isSuccess()).isTrue();
    assertThat(result.getData()).isEqualTo(7123456789012345678L);
    assertThat(onlySeen())
        .isEqualTo(
            new StubServer.Seen(
                "/openApi/runJob",
                "application/x-www-form-urlencoded",
                "t1",
                "5",
                "jobId=3&instanceParams=a+b%26c%3D%C3%BC&delay=1000&appId=5"));
  }

  @Test
  void runJobWithoutParameters_omitsThem() {
    client().runJob(3L);

    assertThat(onlySeen().body()).isEqualTo("jobId=3&delay=0&appId=5");
  }

  @Test
  void saveJob_sendsEnumsByNameAndNoNulls() throws Exception {
    server.answering("/saveJob", "12");
    var request = new SaveJobInfoRequest();
    request.setJobName("n");
    request.setTimeExpressionType(TimeExpressionType.CRON);
    request.setTimeExpression("0 * * * * ?");
    request.setExecuteType(ExecuteType.STANDALONE);
    request.setProcessorType(ProcessorType.BUILT_IN);
    request.setProcessorInfo("x.Y");
    request.setLifeCycle(new LifeCycle());

    assertThat(client().saveJob(request).getData()).isEqualTo(12);

    assertThat(onlySeen().contentType()).isEqualTo("application/json; charset=utf-8");
    JsonNode body = json.readTree(onlySeen().body());
    assertThat(body)
        .isEqualTo(
            json.readTree(
                """
                {"jobName":"n","appId":5,"timeExpressionType":"CRON",
                 "timeExpression":"0 * * * * ?","executeType":"STANDALONE",
                 "processorType":"BUILT_IN","processorInfo":"x.Y","maxInstanceNum":0,
                 "concurrency":5,"instanceTimeLimit":0,"instanceRetryNum":0,"taskRetryNum":0,
                 "minCpuCores":0.0,"minMemorySpace":0.0,"minDiskSpace":0.0,"enable":true,
                 "maxWorkerCount":0,"dispatchStrategy":"HEALTH_FIRST","lifeCycle":{}}
                """));
  }

  @Test
  void job_isReadWithIsoDatesAndUnknownFields() {
    server.answering(
        "/fetchJob",
        """
        {"id":1,"jobName":"j","timeExpressionType":2,"nextTriggerTime":1795375234838,
         "gmtCreate":"2026-11-22T19:19:40.191+00:00","gmtModified":1795375180191,
         "lifecycle":"{}","logConfig":{"type":1,"level":2,"loggerName":null},"newer":[1,2]}
        """);

    var job = client().fetchJob(1L).getData();

    var created = Date.from(Instant.parse("2026-11-22T19:19:40.191Z"));
    assertThat(job.getGmtCreate()).isEqualTo(created);
    assertThat(job.getGmtModified()).isEqualTo(new Date(1795375180191L));
    assertThat(job.getLogConfig().getLevel()).isEqualTo(2);
    assertThat(job.getNextTriggerTime()).isEqualTo(1795375234838L);
  }

  @Test
  void queries_sendConditionsAndDatesAsMillis() throws Exception {
    server.answering("/queryJob", "[{\"id\":4}]");
    server.answering(
        "/queryInstance",
        "{\"index\":0,\"pageSize\":10,\"totalPages\":1,\"totalItems\":1,\"data\":[{\"status\":5}]}");
    var client = client();
    var jobs = new JobInfoQuery();
    jobs.setJobNameLike("x");
    jobs.setStatusIn(List.of(1));
    jobs.setGmtCreateGt(new Date(1733577029000L));
    var instances = new InstancePageQuery();
    instances.setJobIdEq(1L);

    assertThat(client.queryJob(jobs).getData()).singleElement().extracting("id").isEqualTo(4L);
    var page = client.queryInstanceInfo(instances).getData();

    assertThat(page.getTotalItems()).isEqualTo(1);
    assertThat(page.getData()).singleElement().extracting("status").isEqualTo(5);
    assertThat(json.readTree(server.seen().get(0).body()))
        .isEqualTo(
            json.readTree(
                """
                {"appIdEq":5,"jobNameLike":"x","statusIn":[1],"gmtCreateGt":1733577029000}
                """));
    assertThat(json.readTree(server.seen().get(1).body()))
        .isEqualTo(
            json.readTree(
                """
                {"appIdEq":5,"index":0,"pageSize":10,"asc":false,"jobIdEq":1}
                """));
  }

  @Test
  void everyOtherMethod_callsItsPath() {
    var client = client();
    Map<String, Function<PowerJobClient, ResultDTO<?>>> calls =
        Map.ofEntries(
            Map.entry("/exportJob", c -> c.exportJob(1L)),
            Map.entry("/copyJob", c -> c.copyJob(1L)),
            Map.entry("/fetchAllJob", PowerJobClient::fetchAllJob),
            Map.entry("/disableJob", c -> c.disableJob(1L)),
            Map.entry("/enableJob", c -> c.enableJob(1L)),
            Map.entry("/deleteJob", c -> c.deleteJob(1L)),
            Map.entry("/stopInstance", c -> c.stopInstance(1L)),
            Map.entry("/cancelInstance", c -> c.cancelInstance(1L)),
            Map.entry("/retryInstance", c -> c.retryInstance(1L)),
            Map.entry("/fetchInstanceStatus", c -> c.fetchInstanceStatus(1L)),
            Map.entry("/fetchInstanceInfo", c -> c.fetchInstanceInfo(1L)),
            Map.entry("/runJob2", c -> c.runJob(new RunJobRequest().setJobId(1L))));

    calls.forEach(
        (path, call) -> {
          server.seen().clear();
          assertThat(call.apply(client).isSuccess()).as(path).isTrue();
          assertThat(onlySeen().path()).isEqualTo("/openApi" + path);
          assertThat(onlySeen().body()).matches(".*appId\"?[=:]5.*");
        });
  }

  @Test
  void refusal_isAResult_notAnException() {
    server.refusing("/fetchJob", "IllegalArgumentException: can't find job by jobId: 9");

    var result = client().fetchJob(9L);

    assertThat(result.isSuccess()).isFalse();
    assertThat(result.getMessage())
        .isEqualTo("IllegalArgumentException: can't find job by jobId: 9");
  }

  @Test
  void missingId_isRefusedBeforeTheCall() {
    assertThatThrownBy(() -> client().fetchJob(null)).hasMessage("jobId can't be null");
    assertThat(server.seen()).isEmpty();
  }

  @Test
  void expiredToken_isRenewedOnceAndTheCallSentAgain() {
    var client = client();
    server.expireTokens();
    server.answering("/runJob", "1");

    assertThat(client.runJob(3L).getData()).isEqualTo(1);

    assertThat(server.logins()).isEqualTo(2);
    assertThat(server.seen()).extracting(StubServer.Seen::token).containsExactly("t1", "t2");
  }

  @Test
  void answerWithoutTheHeader_doesNotRepeatTheCall() {
    var client = client();
    server.omitAuthHeader();

    client.runJob(3L);

    assertThat(server.seen()).hasSize(1);
    assertThat(server.logins()).isEqualTo(1);
  }

  @Test
  void serverThatCannotBeReached_isSkipped_andTheOtherStays() throws Exception {
    var client = new PowerJobClient(List.of(closedAddress(), other.address()), "demo", "secret");

    client.runJob(1L);
    client.runJob(2L);

    assertThat(other.seen()).hasSize(2);
  }

  @Test
  void lostAnswerOfAChange_isNotAskedOfAnotherServer() {
    var client = clientOfBoth();
    server.hangUp();

    assertThatThrownBy(() -> client.runJob(1L))
        .isInstanceOf(PowerJobException.class)
        .hasMessageContaining(server.address())
        .hasMessageContaining("/runJob but its answer was lost; it may have been done");

    assertThat(server.seen()).hasSize(1);
    assertThat(other.seen()).isEmpty();
  }

  @Test
  void lostAnswerOfARead_isAskedOfAnotherServer() {
    var client = clientOfBoth();
    server.hangUp();
    other.answering("/fetchInstanceStatus", "5");

    assertThat(client.fetchInstanceStatus(1L).getData()).isEqualTo(5);
    client.fetchInstanceStatus(1L);

    assertThat(server.seen()).as("the one that answered is asked first").hasSize(1);
    assertThat(other.seen()).hasSize(2);
  }

  @Test
  void creationIsNotRepeated_replacementIs() {
    var client = clientOfBoth();
    server.hangUp();
    var request = new SaveJobInfoRequest();

    assertThatThrownBy(() -> client.saveJob(request)).isInstanceOf(PowerJobException.class);
    assertThat(other.seen()).isEmpty();
    request.setId(4L);
    assertThat(client.saveJob(request).isSuccess()).isTrue();
    assertThat(other.seen()).hasSize(1);
  }

  @Test
  void withAnIdempotencyKey_creationAndRunAreRepeated() {
    var client = clientOfBoth();
    server.hangUp();

    client.saveJob(new SaveJobInfoRequest().setIdempotencyKey("k"));
    assertThat(other.seen()).hasSize(1);
    server.hangUp();
    client.runJob(new RunJobRequest().setJobId(1L).setIdempotencyKey("k"));

    assertThat(other.seen()).hasSize(2);
    assertThat(other.seen().get(1).body()).contains("\"idempotencyKey\":\"k\"");
  }

  @Test
  void noServer_failsWithEachReason() throws Exception {
    var addresses = List.of(closedAddress(), closedAddress());

    assertThatThrownBy(() -> new PowerJobClient(addresses, "demo", "secret"))
        .isInstanceOf(PowerJobException.class)
        .hasMessage("no server available when send post request")
        .extracting(Throwable::getSuppressed)
        .satisfies(
            suppressed -> {
              assertThat(suppressed).hasSize(2);
              assertThat(suppressed[1])
                  .asInstanceOf(throwable(PowerJobException.class))
                  .hasMessageContaining(addresses.get(1) + " cannot be connected to");
            });
  }

  @Test
  void otherStatusThan200_isAnException_withoutAskingOthers() {
    var client = clientOfBoth();
    server.answerStatus(502);

    assertThatThrownBy(() -> client.fetchJob(1L))
        .hasMessageStartingWith("REMOTE_SERVER_INNER_EXCEPTION")
        .hasMessageContaining("HTTP 502");
    assertThat(other.seen()).isEmpty();
  }

  @Test
  void serverThatStartsOrStops_isSkipped_alsoForARun() {
    server.answering("/runJob", "1");
    other.answering("/runJob", "2");
    var client = clientOfBoth();
    server.answerStatus(503);

    assertThat(client.runJob(7L).getData()).isEqualTo(2);

    other.answerStatus(404);
    assertThatThrownBy(() -> client.runJob(7L))
        .hasMessageStartingWith("REMOTE_SERVER_INNER_EXCEPTION");
  }

  @Test
  void addressProvider_replacesTheList() {
    var config =
        new ClientConfig()
            .setAppName("demo")
            .setPassword("secret")
            .setAddressList(List.of(server.address()))
            .setDefaultHeaders(Map.of("X-Team", "blue"))
            .setClientExtension(context -> List.of(other.address()));

    new PowerJobClient(config).fetchAllJob();

    assertThat(server.logins()).isZero();
    assertThat(other.seen()).hasSize(1);
    assertThat(config)
        .hasToString(
            "ClientConfig{appName=demo, addressList=[%s], protocol=http}"
                .formatted(server.address()));
    assertThat(config.getProtocol()).isEqualTo(Protocol.HTTP);
  }

  @Test
  void addressWithPrefixAndSlash_isUsedAsItIs() {
    new PowerJobClient(server.address() + "/jobs/", "demo", "secret").fetchAllJob();

    assertThat(onlySeen().path()).isEqualTo("/jobs/openApi/fetchAllJob");
  }

  @Test
  void addressThatIsNone_isNamed() {
    assertThatThrownBy(() -> new PowerJobClient("not an address", "demo", "secret"))
        .hasMessage("'not an address' in addressList is no host:port");
  }

  @Test
  void answerThatIsNoJson_isAnException() {
    server.answeringLoginWith("<html>");

    assertThatThrownBy(this::client).hasMessage("the server's answer is not the expected JSON");
  }
}
