package tech.powerjob.server.alarm.channel;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;

/**
 * POSTs to places that users name. A name is looked up once, by us, and what was looked at is what
 * is connected to; clients of the JDK look names up again by themselves, and then a name could lead
 * elsewhere. Follows no redirect, keeps no cookie, goes through no proxy and reads nothing of an
 * answer but its head. Thread-safe.
 */
final class WebhookCall {
  private static final Timeout CONNECT_LIMIT = Timeout.ofSeconds(5);
  private static final Duration WHOLE_LIMIT = Duration.ofSeconds(15);

  /** More than are sent at once. */
  private static final int MOST_CONNECTIONS = 100;

  private final CloseableHttpClient client;

  WebhookCall(WebhookTargets targets) {
    var connections =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setDnsResolver(targets)
            .setMaxConnTotal(MOST_CONNECTIONS)
            .setMaxConnPerRoute(MOST_CONNECTIONS)
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setConnectTimeout(CONNECT_LIMIT)
                    .setSocketTimeout(Timeout.of(WHOLE_LIMIT))
                    .build())
            .build();
    client =
        HttpClients.custom()
            .setConnectionManager(connections)
            .setUserAgent("PowerJob")
            .disableRedirectHandling()
            .disableAutomaticRetries()
            .disableAuthCaching()
            .disableCookieManagement()
            .disableContentCompression()
            .build();
  }

  /**
   * Posts.
   *
   * @param headers without those that every call has
   * @return the status of the answer
   * @throws IOException if there is no answer, or it takes too long
   */
  int post(URI uri, Map<String, String> headers, byte[] body) throws IOException {
    var request = new HttpPost(withoutUser(uri));
    headers.forEach(request::setHeader);
    request.setHeader(HttpHeaders.CONNECTION, "close");
    if (uri.getUserInfo() != null) {
      var user = uri.getUserInfo().getBytes(StandardCharsets.UTF_8);
      request.setHeader(
          HttpHeaders.AUTHORIZATION, "Basic " + Base64.getEncoder().encodeToString(user));
    }
    request.setEntity(new ByteArrayEntity(body, null));
    var limit = cancelAfter(request, WHOLE_LIMIT);
    try {
      return client.executeOpen(null, request, null).getCode();
    } catch (IOException e) {
      throw limit.isDone()
          ? new IOException("no answer within " + WHOLE_LIMIT.toSeconds() + " s")
          : e;
    } finally {
      limit.complete(null);
      // Gives the connection up without reading to the end of an answer, which might never come.
      request.cancel();
    }
  }

  /** Limits of the socket are no end against somebody who is slow on purpose. */
  private static CompletableFuture<Void> cancelAfter(HttpPost request, Duration limit) {
    var end = new CompletableFuture<Void>();
    end.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete(
            (nothing, failure) -> {
              if (failure instanceof TimeoutException) {
                request.cancel();
              }
            });
    return end;
  }

  private static URI withoutUser(URI uri) {
    if (uri.getRawUserInfo() == null) {
      return uri;
    }
    try {
      return new URI(uri.toString().replace(uri.getRawUserInfo() + "@", ""));
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("the web hook is no URL without its user", e);
    }
  }
}
