package tech.powerjob.sample.it;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The sample application, as its users see it. */
final class OrdersClient {
  private final HttpClient http = HttpClient.newHttpClient();
  private final String base;

  OrdersClient(int port) {
    base = "http://127.0.0.1:" + port + "/orders/orders/";
  }

  /** Takes an order and answers the key of its shipping's submission. */
  String take(long order, long job) throws Exception {
    var answer = post(order + "?sellable=true&job=" + job);
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(answer.statusCode() + ": " + answer.body());
    }
    return answer.body();
  }

  /** An order that is found out too late not to be sellable; answers the HTTP status. */
  int takeUnsellable(long order, long job) throws Exception {
    return post(order + "?sellable=false&job=" + job).statusCode();
  }

  void stop(String key) throws Exception {
    int status = post("stops/" + key).statusCode();
    if (status != 204) {
      throw new IllegalStateException("status " + status);
    }
  }

  /** How often the order was shipped, or {@code none}. */
  String shipped(long order) throws Exception {
    var answer = get(String.valueOf(order));
    return answer.statusCode() == 404 ? "none" : answer.body();
  }

  /** How many runs were ever asked for, and committed. */
  int requests() throws Exception {
    return Integer.parseInt(get("requests").body());
  }

  boolean isThere() {
    try {
      return get("requests").statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private HttpResponse<String> post(String path) throws IOException, InterruptedException {
    return send(request(path).POST(HttpRequest.BodyPublishers.noBody()));
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(20));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
