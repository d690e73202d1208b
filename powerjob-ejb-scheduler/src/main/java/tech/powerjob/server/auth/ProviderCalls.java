package tech.powerjob.server.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.common.enums.ErrorCodes;
import tech.powerjob.common.exception.PowerJobException;

/**
 * Calls of login providers, in the thread of the caller: a few at once, each bounded in time and
 * size. Strangers cause them, so they must not take a server's threads away. Thread-safe.
 */
public final class ProviderCalls {
  private static final Logger LOG = LoggerFactory.getLogger(ProviderCalls.class);
  private static final int TIMEOUT_MILLIS = 5_000;
  private static final int MAX_BYTES = 512 * 1024;
  private static final int AT_ONCE = 16;
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final Semaphore places = new Semaphore(AT_ONCE);

  /**
   * Reads JSON.
   *
   * @throws PowerJobException if the provider does not answer as it should
   */
  public JsonNode get(URI uri, Map<String, String> headers) {
    return call("GET", uri, headers, null);
  }

  /**
   * Sends a body and reads JSON.
   *
   * @throws PowerJobException if the provider does not answer as it should
   */
  public JsonNode post(URI uri, Map<String, String> headers, String body) {
    return call("POST", uri, headers, body);
  }

  private JsonNode call(String method, URI uri, Map<String, String> headers, String body) {
    if (!places.tryAcquire()) {
      throw new PowerJobException(
          ErrorCodes.USER_AUTH_FAILED, "too many logins at once, try again in a moment");
    }
    try {
      return exchange(method, uri, headers, body);
    } catch (IOException e) {
      LOG.warn("login provider: {} {} failed: {}", method, shown(uri), e.toString());
      throw new PowerJobException(
          ErrorCodes.USER_AUTH_FAILED, "the login provider does not answer as it should");
    } finally {
      places.release();
    }
  }

  private static JsonNode exchange(String method, URI uri, Map<String, String> headers, String body)
      throws IOException {
    if (!(uri.toURL().openConnection() instanceof HttpURLConnection connection)) {
      throw new IOException("no HTTP address");
    }
    try {
      connection.setRequestMethod(method);
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      connection.setInstanceFollowRedirects(false);
      connection.setUseCaches(false);
      connection.setRequestProperty("Accept", "application/json");
      headers.forEach(connection::setRequestProperty);
      if (body != null) {
        connection.setDoOutput(true);
        connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
      }
      int status = connection.getResponseCode();
      try (InputStream stream =
          status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
        var bytes = stream == null ? new byte[0] : stream.readNBytes(MAX_BYTES);
        if (status != HttpURLConnection.HTTP_OK) {
          throw new IOException("status " + status + errorIn(bytes));
        }
        return JSON.readTree(bytes);
      }
    } finally {
      connection.disconnect();
    }
  }

  /** The code of an OAuth error; its description may repeat what was sent. */
  private static String errorIn(byte[] bytes) {
    try {
      var error = JSON.readTree(bytes).path("error").asText("");
      return error.matches("[A-Za-z0-9_.-]{1,64}") ? ", " + error : "";
    } catch (IOException e) {
      return "";
    }
  }

  /** Without the query, which may hold codes. */
  private static String shown(URI uri) {
    return uri.getScheme() + "://" + uri.getAuthority() + uri.getPath();
  }
}
