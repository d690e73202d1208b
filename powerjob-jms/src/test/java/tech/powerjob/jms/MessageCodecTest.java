package tech.powerjob.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSException;
import jakarta.jms.TextMessage;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tech.powerjob.common.enums.ExecuteType;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.enums.ProcessorType;
import tech.powerjob.common.model.LogConfig;
import tech.powerjob.common.model.SystemMetrics;
import tech.powerjob.wire.CheckInstances;
import tech.powerjob.wire.ContainerInfo;
import tech.powerjob.wire.DeployContainer;
import tech.powerjob.wire.DestroyContainer;
import tech.powerjob.wire.InstanceEpoch;
import tech.powerjob.wire.InstanceReport;
import tech.powerjob.wire.InstanceReports;
import tech.powerjob.wire.LogLine;
import tech.powerjob.wire.LogLines;
import tech.powerjob.wire.LogsAccepted;
import tech.powerjob.wire.ReportsAccepted;
import tech.powerjob.wire.RunInstance;
import tech.powerjob.wire.RunInstances;
import tech.powerjob.wire.StopInstance;
import tech.powerjob.wire.TaskAnnouncement;
import tech.powerjob.wire.TaskReport;
import tech.powerjob.wire.WireMessage;
import tech.powerjob.wire.WorkerHeartbeat;

class MessageCodecTest {
  private final MessageCodec codec = new MessageCodec();

  /** One filled sample of each type; a type that is missing here fails the round trip. */
  private static final Map<Class<?>, WireMessage> SAMPLES =
      Stream.of(
              new RunInstance(
                  7_123_456_789_012_345_678L,
                  3,
                  11,
                  2,
                  "nightly \"report\" \u00e9\u4f60",
                  ExecuteType.STANDALONE,
                  ProcessorType.BUILT_IN,
                  "com.acme.Report",
                  "job\nparams",
                  "instance params",
                  60_000,
                  2,
                  5,
                  new LogConfig().setType(4).setLevel(1).setLoggerName("acme"),
                  99L,
                  1_800_000_000_123L,
                  null,
                  null,
                  null),
              RunInstances.of(List.of(run(1, "a"), run(2, null))),
              new StopInstance(1, 2),
              new CheckInstances(List.of(new InstanceEpoch(1, 2), new InstanceEpoch(3, 4))),
              new ReportsAccepted(List.of(new InstanceEpoch(5, 6))),
              new DeployContainer(7, "rules", "a1", "/api/v1/x", "00ff", 9),
              new DestroyContainer(7, 10),
              new WorkerHeartbeat(
                  "w-1",
                  2,
                  "10.0.0.7:27777",
                  "blue",
                  "1.0",
                  true,
                  false,
                  true,
                  3,
                  4,
                  metrics(),
                  null,
                  List.of(new ContainerInfo(7, "a1", 5))),
              new InstanceReports(
                  "w-1",
                  List.of(
                      new InstanceReport(
                          1,
                          2,
                          InstanceStatus.SUCCEED,
                          "done",
                          10,
                          20L,
                          false,
                          11L,
                          Map.of("k", "{\"a\":1}")),
                      new InstanceReport(
                          3, 4, InstanceStatus.RUNNING, null, 10, null, true, null, null))),
              new LogLines(
                  "w-1",
                  "10.0.0.7:27777",
                  7,
                  5,
                  List.of(new LogLine(1, 2, 3, "a\nb"), new LogLine(1, 2, 3, "c", "1.2"))),
              new LogsAccepted(7),
              new TaskReport(
                  "w-1",
                  1,
                  2,
                  3,
                  4,
                  5,
                  new TaskReport.Counts(6, 2, 1, 1, 0, 2),
                  List.of(
                      new TaskReport.Ended(
                          "0.1", "BATCH", false, "no luck", "10.0.0.7:27777", 2, 10, 20, "{}")),
                  List.of(new TaskReport.Running("0.2", "BATCH", "10.0.0.7:27777", 30))),
              new TaskAnnouncement(run(3, "c"), "w-1", List.of("w-2"), 4, true))
          .collect(Collectors.toUnmodifiableMap(Object::getClass, Function.identity()));

  private static RunInstance run(long instanceId, String instanceParams) {
    return new RunInstance(
        instanceId,
        1,
        11,
        2,
        "job",
        ExecuteType.STANDALONE,
        ProcessorType.BUILT_IN,
        "com.acme.Report",
        "params",
        instanceParams,
        0,
        0,
        5,
        null,
        null,
        1_800_000_000_123L + instanceId,
        null,
        null,
        null);
  }

  private static SystemMetrics metrics() {
    var metrics = new SystemMetrics();
    metrics.setCpuProcessors(8);
    metrics.setCpuLoad(1.5);
    metrics.setJvmMaxMemory(2.25);
    metrics.setJvmUsedMemory(1.125);
    metrics.setJvmMemoryUsage(0.5);
    metrics.setDiskTotal(100);
    metrics.setDiskUsed(25);
    metrics.setDiskUsage(0.25);
    metrics.setExtra("rack 4");
    metrics.setScore(17);
    return metrics;
  }

  static Stream<Class<?>> everyType() {
    return Stream.of(WireMessage.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @MethodSource("everyType")
  void everyType_writtenAndRead_isUnchanged(Class<?> type) throws Exception {
    var sample = SAMPLES.get(type);
    assertThat(sample).as("sample of " + type.getSimpleName()).isNotNull();
    var message = FakeMessages.text();

    codec.write(sample, message);

    assertThat(message.getStringProperty(MessageCodec.TYPE)).isEqualTo(type.getSimpleName());
    assertThat(message.getIntProperty(MessageCodec.VERSION)).isEqualTo(WireMessage.VERSION);
    assertThat(codec.read(message)).usingRecursiveComparison().isEqualTo(sample);
  }

  @Test
  void nullFields_areNotWritten_andEnumsGoByName() throws Exception {
    var message = FakeMessages.text();

    codec.write(
        new InstanceReports(
            "w",
            List.of(
                new InstanceReport(
                    1, 2, InstanceStatus.RUNNING, null, 5, null, false, null, null))),
        message);

    assertThat(message.getText())
        .contains("\"status\":\"RUNNING\"")
        .doesNotContain("result", "endTime", "null");
  }

  @Test
  void fieldsOfANewerRelease_areIgnored() throws Exception {
    var message =
        message(
            "StopInstance",
            """
            {"instanceId":1,"epoch":2,"reason":{"by":["someone"]},"gentle":true}\
            """);

    assertThat(codec.read(message)).isEqualTo(new StopInstance(1, 2));
  }

  @Test
  void fieldsMissingInAnOlderRelease_takeTheirEmptyValues() throws Exception {
    var message = message("RunInstance", "{\"instanceId\":1,\"epoch\":2,\"jobId\":3}");

    assertThat(codec.read(message))
        .isEqualTo(
            new RunInstance(
                1, 2, 3, 0, null, null, null, null, null, null, 0, 0, 0, null, null, 0, null, null,
                null));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 77})
  void unknownVersion_isRefusedWithBothVersions(int version) throws Exception {
    var message = message("StopInstance", "{\"instanceId\":1,\"epoch\":2}");
    message.setIntProperty(MessageCodec.VERSION, version);

    assertUnreadable(message, "powerjob_version of a StopInstance is " + version, "only 1");
  }

  @Test
  void missingVersion_isRefused() throws Exception {
    var message = FakeMessages.text();
    message.setStringProperty(MessageCodec.TYPE, "StopInstance");
    message.setText("{}");

    assertUnreadable(message, "property powerjob_version of a StopInstance is missing");
  }

  @Test
  void versionThatIsNoNumber_isRefused() throws Exception {
    var message = message("StopInstance", "{}");
    message.setObjectProperty(MessageCodec.VERSION, "one");

    assertUnreadable(message, "powerjob_version of a StopInstance is not a whole number");
  }

  @Test
  void missingType_isRefused() throws Exception {
    assertUnreadable(FakeMessages.text(), "property powerjob_type is missing");
  }

  @Test
  void unknownType_isRefusedAndKnownOnesAreNamed() throws Exception {
    assertUnreadable(message("Reboot", "{}"), "'Reboot'", "RunInstance", "LogLines");
  }

  @Test
  void messageThatIsNoText_isRefused() throws Exception {
    var message = FakeMessages.bytes();
    message.setStringProperty(MessageCodec.TYPE, "StopInstance");
    message.setIntProperty(MessageCodec.VERSION, WireMessage.VERSION);

    assertUnreadable(message, "a StopInstance must be a text message");
  }

  @Test
  void textThatIsNull_isRefused() throws Exception {
    assertUnreadable(message("StopInstance", null), "the text of a StopInstance is missing");
    assertUnreadable(message("StopInstance", "null"), "is the JSON null");
  }

  @Test
  void listThatIsMissing_isRefused() throws Exception {
    assertUnreadable(message("CheckInstances", "{}"), "the text of a CheckInstances");
  }

  @Test
  void brokenJson_isRefusedWithoutItsBody() throws Exception {
    var secret = "s3cr3t".repeat(200);

    assertUnreadable(
        message("StopInstance", "{\"instanceId\":1,\"note\":\"" + secret),
        "the text of a StopInstance (1224 characters) is not its JSON at line 1");
    assertThatThrownBy(() -> codec.read(message("StopInstance", "{\"instanceId\":" + secret)))
        .isInstanceOf(UnreadableMessageException.class)
        .hasNoCause()
        .message()
        .hasSizeLessThan(400);
  }

  private void assertUnreadable(jakarta.jms.Message message, String... parts) {
    assertThatThrownBy(() -> codec.read(message))
        .isInstanceOf(UnreadableMessageException.class)
        .message()
        .contains(parts);
  }

  private static TextMessage message(String type, String text) throws JMSException {
    var message = FakeMessages.text();
    message.setStringProperty(MessageCodec.TYPE, type);
    message.setIntProperty(MessageCodec.VERSION, WireMessage.VERSION);
    message.setText(text);
    return message;
  }
}
