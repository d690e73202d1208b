package tech.powerjob.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.BytesMessage;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import jakarta.jms.TextMessage;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandReaderTest {
  @Test
  void runInText_hasAllFields() throws Exception {
    var command =
        (Command.Run)
            CommandReader.read(
                text(
                    "{'version':1,'command':'run','appId':3,'jobId':'12','instanceParams':'p',"
                        + "'delay':500,'outerKey':'o','extendValue':'e','idempotencyKey':'k'}"));

    var request = command.request();
    assertThat(request.getJobId()).isEqualTo(12);
    assertThat(request.getAppId()).isEqualTo(3);
    assertThat(command.appId()).isEqualTo(3);
    assertThat(request.getInstanceParams()).isEqualTo("p");
    assertThat(request.getDelay()).isEqualTo(500);
    assertThat(request.getOuterKey()).isEqualTo("o");
    assertThat(request.getExtendValue()).isEqualTo("e");
    assertThat(request.getIdempotencyKey()).isEqualTo("k");
  }

  @Test
  void runInMapAndInBytes_isTheSame() throws Exception {
    Map<String, Object> entries = new LinkedHashMap<>();
    entries.put("command", "run");
    entries.put("jobId", 12);
    entries.put("instanceParams", "ü");
    var ofMap = (Command.Run) CommandReader.read(map(entries));
    var ofBytes =
        (Command.Run)
            CommandReader.read(
                bytes(
                    "{\"command\":\"run\",\"jobId\":12,\"instanceParams\":\"ü\"}"
                        .getBytes(StandardCharsets.UTF_8)));

    assertThat(ofMap.request()).usingRecursiveComparison().isEqualTo(ofBytes.request());
    assertThat(ofMap.request().getInstanceParams()).isEqualTo("ü");
  }

  @Test
  void commandsOnInstances_areRead() throws Exception {
    assertThat(CommandReader.read(text("{'command':'stop','instanceId':'9007199254740993'}")))
        .isEqualTo(new Command.Stop(null, 9_007_199_254_740_993L));
    assertThat(CommandReader.read(text("{'command':'cancel','instanceId':5,'appId':1}")))
        .isEqualTo(new Command.Cancel(1L, 5));
    assertThat(CommandReader.read(text("{'command':'query','instanceId':5}")))
        .isEqualTo(new Command.QueryInstance(null, 5));
    assertThat(CommandReader.read(text("{'command':'query','jobId':5}")))
        .isEqualTo(new Command.QueryJob(null, 5));
  }

  @Test
  void commandsOnWorkflows_areRead() throws Exception {
    assertThat(
            CommandReader.read(
                text(
                    "{'command':'run','workflowId':4,'initParams':'p','delay':5,"
                        + "'idempotencyKey':'k'}")))
        .isEqualTo(new Command.RunWorkflow(null, 4, "p", 5L, "k"));
    assertThat(CommandReader.read(text("{'command':'stop','wfInstanceId':'6','appId':1}")))
        .isEqualTo(new Command.StopWorkflow(1L, 6));
    assertThat(CommandReader.read(text("{'command':'query','wfInstanceId':6}")))
        .isEqualTo(new Command.QueryWorkflow(null, 6));
    assertThatThrownBy(() -> CommandReader.read(text("{'command':'run','workflowId':4,'jobId':1}")))
        .hasMessageContaining("there is no field 'jobId'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "not json|the text is not JSON at line 1",
        "{'command':'run','jobId':1} x|the text is not JSON",
        "{'command':'run','command':'stop'}|the text is not JSON",
        "[]|the text is JSON but not an object",
        "null|the text is JSON but not an object",
        "' '|the text is JSON but not an object",
        "{}|command is missing but must be one of run, stop, cancel, query",
        "{'command':7}|command is '7' but must be a text",
        "{'command':'RUN'}|command is 'RUN' but must be one of run, stop, cancel, query",
        "{'version':2,'command':'run'}|version is 2 but this server reads only 1",
        "{'version':'x','command':'run'}|version is 'x' but must be a whole number",
        "{'command':'run'}|jobId is missing but a command 'run' must have it",
        "{'command':'run','jobId':1.5}|jobId is '1.5' but must be a whole number",
        "{'command':'run','jobId':true}|jobId is 'true' but must be a whole number",
        "{'command':'run','jobId':99999999999999999999}|but must be a whole number of at most 64",
        "{'command':'run','jobId':1,'delay':-1}|delay is -1 but must be 0 or more",
        "{'command':'run','jobId':1,'instanceParams':{}}|instanceParams is '{}' but must be a text",
        "{'command':'run','jobId':1,'params':'x'}|there is no field 'params'; a command 'run' has",
        "{'command':'stop','jobId':1}|there is no field 'jobId'; a command 'stop' has",
        "{'command':'stop'}|instanceId is missing",
        "{'command':'cancel','instanceId':null}|instanceId is missing",
        "{'command':'query'}|a command 'query' must have either instanceId or jobId",
        "{'command':'query','jobId':1,'instanceId':1}|must have either instanceId or jobId",
      })
  void messageThatIsNoCommand_isRefusedWithFieldValueAndRule(String body, String reason) {
    refused(text(body), reason);
  }

  @Test
  void messagesOfOtherKinds_areRefused() {
    refused(message(ObjectMessage.class, null), "neither text nor bytes nor map");
    refused(text(null), "the message is empty");
    refused(text(""), "the message is empty");
    refused(bytes(new byte[] {(byte) 0xC3, 0x28}), "the bytes are not text in UTF-8");
    refused(map(Map.of("command", new byte[1])), "command is");
    refused(map(Map.of("command", "run", "jobId", 1.0)), "jobId is '1.0'");
  }

  @Test
  void longValueWithLineBreaks_isShownShortOnOneLine() {
    assertThatThrownBy(() -> CommandReader.read(map(Map.of("command", "a\nb" + "c".repeat(999)))))
        .isInstanceOf(UnreadableCommandException.class)
        .hasMessageContaining("a bccc")
        .hasMessageContaining("...")
        .extracting(Throwable::getMessage)
        .satisfies(text -> assertThat(text.toString()).hasSizeLessThan(200).doesNotContain("\n"));
  }

  private static void refused(Message message, String reason) {
    assertThatThrownBy(() -> CommandReader.read(message))
        .isInstanceOf(UnreadableCommandException.class)
        .hasMessageContaining(reason);
  }

  private static Message text(String body) {
    return message(TextMessage.class, body == null ? null : body.replace('\'', '"'));
  }

  private static Message bytes(byte[] body) {
    return message(BytesMessage.class, body);
  }

  private static Message map(Map<String, Object> body) {
    return message(MapMessage.class, body);
  }

  /** A message without a provider, for reading. */
  private static <T extends Message> T message(Class<T> type, Object body) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, args) ->
                switch (method.getName()) {
                  case "getText" -> body;
                  case "getBodyLength" -> (long) ((byte[]) body).length;
                  case "readBytes" -> {
                    System.arraycopy(body, 0, args[0], 0, ((byte[]) body).length);
                    yield ((byte[]) body).length;
                  }
                  case "getMapNames" -> Collections.enumeration(((Map<?, ?>) body).keySet());
                  case "getObject" -> ((Map<?, ?>) body).get(args[0]);
                  default -> throw new UnsupportedOperationException(method.getName());
                }));
  }
}
