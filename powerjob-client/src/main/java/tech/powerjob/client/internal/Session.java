package tech.powerjob.client.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import tech.powerjob.client.ClientConfig;
import tech.powerjob.common.OpenAPIConstant;
import tech.powerjob.common.enums.EncryptType;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.common.response.ResultDTO;
import tech.powerjob.common.response.WorkflowInfoDTO;

/**
 * A login of one application that renews itself. A call is sent a second time only if the server
 * said that it refused the token, which means that it did nothing. Thread-safe.
 */
public final class Session {
  private record Login(String token, long appId) {}

  /** The server sends a list where the published class has a text. */
  private interface WorkflowForm {
    @JsonDeserialize(using = ListAsText.class)
    void setNotifyUserIds(String notifyUserIds);
  }

  /** The JSON of whatever is there, as a text. */
  static final class ListAsText extends JsonDeserializer<String> {
    @Override
    public String deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      var value = parser.readValueAsTree();
      return value instanceof JsonNode node && node.isTextual() ? node.textValue() : "" + value;
    }
  }

  private static final TypeReference<ResultDTO<Map<String, Object>>> LOGIN =
      new TypeReference<>() {};

  private final ClientConfig config;
  private final Transport transport;
  private final ObjectMapper json =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .defaultPropertyInclusion(
              JsonInclude.Value.empty().withValueInclusion(JsonInclude.Include.NON_NULL))
          .addMixIn(WorkflowInfoDTO.class, WorkflowForm.class)
          .build();
  private final ReentrantLock renewing = new ReentrantLock();
  private volatile Login login;

  /**
   * Logs in.
   *
   * @throws PowerJobException if no server answers, or the server refuses
   */
  public Session(ClientConfig config, Transport transport) {
    this.config = config;
    this.transport = transport;
    login = logIn();
  }

  /** Id of the application. */
  public long appId() {
    return login.appId;
  }

  /** Text of a request's body. */
  public String toJson(Object body) {
    try {
      return json.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot write a %s as JSON".formatted(body.getClass()), e);
    }
  }

  /**
   * Sends a call.
   *
   * @throws PowerJobException if no server answers, or one answers something unreadable
   */
  public <T> ResultDTO<T> call(Request request, TypeReference<ResultDTO<T>> type) {
    var used = login;
    var answer = transport.send(request, headers(used));
    if (answer.refused()) {
      answer = transport.send(request, headers(renewed(used)));
    }
    return read(answer, type);
  }

  private static Map<String, String> headers(Login login) {
    return Map.of(
        OpenAPIConstant.REQUEST_HEADER_ACCESS_TOKEN,
        login.token,
        OpenAPIConstant.REQUEST_HEADER_APP_ID,
        Long.toString(login.appId));
  }

  /** One of several callers whose token ran out logs in, the others use what it got. */
  private Login renewed(Login refused) {
    renewing.lock();
    try {
      if (login.equals(refused)) {
        login = logIn();
      }
      return login;
    } finally {
      renewing.unlock();
    }
  }

  private Login logIn() {
    var password = config.getPassword() == null ? "" : config.getPassword();
    var body =
        Map.of(
            "appName",
            config.getAppName(),
            "encryptedPassword",
            md5(password),
            "encryptType",
            EncryptType.MD5.getCode());
    var answer =
        transport.send(
            new Request(OpenAPIConstant.AUTH_APP, Request.JSON, toJson(body), true), Map.of());
    var result = read(answer, LOGIN);
    if (!result.isSuccess()) {
      throw new PowerJobException("AUTH_FAILED_" + result.getMessage());
    }
    var data = result.getData();
    if (data == null
        || !(data.get("appId") instanceof Number appId)
        || !(data.get("token") instanceof String token)) {
      throw new PowerJobException("appId is null, please check your config");
    }
    return new Login(token, appId.longValue());
  }

  private <T> ResultDTO<T> read(Answer answer, TypeReference<ResultDTO<T>> type) {
    try {
      var result = json.readValue(answer.body(), type);
      if (result != null) {
        return result;
      }
    } catch (JsonProcessingException e) {
      throw new PowerJobException("the server's answer is not the expected JSON", e);
    }
    throw new PowerJobException("the server's answer is empty");
  }

  /** The form in which the API takes passwords; the secrecy comes from the transport. */
  private static String md5(String text) {
    try {
      var digest = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }
}
