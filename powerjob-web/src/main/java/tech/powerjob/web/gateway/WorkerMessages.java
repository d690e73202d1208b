package tech.powerjob.web.gateway;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import tech.powerjob.common.model.SystemMetrics;

/** What workers send and are answered, in PowerJob's words. */
final class WorkerMessages {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .serializationInclusion(JsonInclude.Include.NON_NULL)
          .build();

  private WorkerMessages() {}

  /** Body of {@code workerHeartbeat}. */
  record Heartbeat(
      String workerAddress,
      String appName,
      Long appId,
      List<Container> containerInfos,
      String version,
      String protocol,
      String tag,
      @JsonAlias("isOverload") boolean overload,
      int lightTaskTrackerNum,
      int heavyTaskTrackerNum,
      SystemMetrics systemMetrics) {}

  /** A container that a worker has. */
  record Container(Long containerId, String version, long deployedTime) {}

  /** Body of {@code reportInstanceStatus}. */
  record Report(
      Long appId,
      Long jobId,
      Long instanceId,
      Long wfInstanceId,
      Map<String, String> appendedWfContext,
      Integer instanceStatus,
      String result,
      long startTime,
      Long endTime,
      long reportTime,
      String sourceAddress) {}

  /** Body of {@code reportLog}. */
  record Logs(String workerAddress, List<Line> instanceLogContents) {}

  /** A line of the online log. */
  record Line(Long instanceId, long logTime, Integer logLevel, String logContent) {}

  /** Body of {@code queryJobCluster}. */
  record JobQuery(Long appId, Long jobId) {}

  /** Body of {@code queryContainer}. */
  record ContainerQuery(Long containerId) {}

  /**
   * Answer to a worker that waits for one.
   *
   * @param data base64url of text, {@code null} for none
   */
  record Reply(boolean success, String data, String message) {
    static Reply done() {
      return new Reply(true, null, null);
    }

    static Reply of(Object data) throws JsonProcessingException {
      return new Reply(
          true,
          Base64.getUrlEncoder().withoutPadding().encodeToString(JSON.writeValueAsBytes(data)),
          null);
    }

    static Reply failed(String message) {
      return new Reply(false, null, message);
    }
  }

  /**
   * Reads a body.
   *
   * @throws BadMessageException if it is not what it should be
   */
  static <T> T read(Class<T> type, InputStream body) throws IOException {
    var json = body.readAllBytes();
    try {
      var message = JSON.readValue(json, type);
      if (message == null) {
        throw new BadMessageException("the body can't be null");
      }
      return message;
    } catch (JsonProcessingException e) {
      throw new BadMessageException("the body is not the expected JSON");
    }
  }

  static byte[] write(Object message) throws JsonProcessingException {
    return JSON.writeValueAsBytes(message);
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A worker said something that makes no sense; the text says what. */
  static final class BadMessageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadMessageException(String message) {
      super(message);
    }
  }

  /** A worker may not say that; the text says why, for the log too. */
  static final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }
}
