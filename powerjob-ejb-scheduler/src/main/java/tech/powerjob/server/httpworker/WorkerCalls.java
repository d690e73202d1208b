package tech.powerjob.server.httpworker;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls workers over HTTP, without a thread that waits. Each worker has a lane of its own, so that
 * one that is slow or dead holds up nobody else; calls about the same instance follow each other in
 * the order in which they were made. Nothing is repeated here. Thread-safe.
 */
final class WorkerCalls {
  /**
   * One call.
   *
   * @param address {@code ip:port}
   * @param then is told what became of it, on a thread that may wait for the database
   */
  record Call(String address, long instanceId, String path, byte[] body, Consumer<Outcome> then) {}

  private static final Logger LOG = LoggerFactory.getLogger(WorkerCalls.class);

  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(3);

  /** As long as PowerJob waits for an answer. */
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

  /** The limit above ends with the headers of an answer, this one with its last byte. */
  private static final Duration WHOLE_LIMIT = ANSWER_LIMIT.plusSeconds(1);

  private static final int LARGEST_ANSWER = 4 * 1024 * 1024;

  /** Calls to one worker at a time; to one that did not answer, one. */
  private static final int AT_ONCE = 16;

  /** Calls to all workers at a time. */
  private static final int AT_ONCE_IN_ALL = 256;

  /** Calls that may wait for one worker; further ones fail at once. */
  private static final int MOST_WAITING = 10_000;

  private static final class Lane {
    private final Deque<Call> waiting = new ArrayDeque<>();
    private final Set<Long> busy = new HashSet<>();
    private int atOnce = AT_ONCE;
  }

  private final HttpClient client;
  private final Executor executor;

  /** By address; those with nothing to do are not there. Guarded by this, as the others. */
  private final Map<String, Lane> lanes = new HashMap<>();

  /** Addresses of lanes in which something may wait for its turn. */
  private final Set<String> ready = new LinkedHashSet<>();

  private int underWay;

  /**
   * Calls that use the given threads.
   *
   * @param network runs what the client does; never waits for long
   * @param executor runs what follows from calls; may wait
   */
  WorkerCalls(Executor network, Executor executor) {
    this.executor = executor;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            // A worker must not send the server elsewhere.
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_LIMIT)
            .executor(network)
            .build();
  }

  /** Makes a call when its turn comes. */
  void make(Call call) {
    synchronized (this) {
      var lane = lanes.computeIfAbsent(call.address(), address -> new Lane());
      if (lane.waiting.size() < MOST_WAITING) {
        lane.waiting.add(call);
        ready.add(call.address());
        start();
        return;
      }
    }
    tell(call, new Outcome.NotDelivered("too much waits to be sent to it"));
  }

  /** Starts what may be started now. */
  private synchronized void start() {
    for (var addresses = List.copyOf(ready).iterator(); addresses.hasNext(); ) {
      var address = addresses.next();
      var lane = lanes.get(address);
      while (underWay < AT_ONCE_IN_ALL && lane.busy.size() < lane.atOnce) {
        var call = nextOf(lane);
        if (call == null) {
          break;
        }
        lane.busy.add(call.instanceId());
        underWay++;
        send(call);
      }
      if (underWay >= AT_ONCE_IN_ALL) {
        return;
      }
      // What still waits in it waits for the end of one of its own calls.
      ready.remove(address);
    }
  }

  /** The first call about an instance that no other call is under way about. */
  private static Call nextOf(Lane lane) {
    for (Iterator<Call> calls = lane.waiting.iterator(); calls.hasNext(); ) {
      var call = calls.next();
      if (!lane.busy.contains(call.instanceId())) {
        calls.remove();
        return call;
      }
    }
    return null;
  }

  private void send(Call call) {
    try {
      var request =
          HttpRequest.newBuilder(URI.create("http://" + call.address() + call.path()))
              .timeout(ANSWER_LIMIT)
              .header("content-type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofByteArray(call.body()))
              .build();
      var sent = client.sendAsync(request, info -> new LimitedBody(LARGEST_ANSWER));
      sent.copy()
          .orTimeout(WHOLE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
          .whenComplete(
              (response, failure) -> {
                if (failure != null) {
                  sent.cancel(true);
                }
                later(() -> ended(call, outcome(response, failure)));
              });
    } catch (IllegalArgumentException e) {
      later(() -> ended(call, new Outcome.NotDelivered("its address is none")));
    }
  }

  private static Outcome outcome(HttpResponse<byte[]> response, Throwable failure) {
    if (failure == null) {
      return new Outcome.Answered(response.statusCode(), response.body());
    }
    var cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof HttpConnectTimeoutException) {
      return new Outcome.NotDelivered("no connection within %s".formatted(seconds(CONNECT_LIMIT)));
    }
    if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
      return new Outcome.NotDelivered("it refused the connection");
    }
    if (cause instanceof HttpTimeoutException || cause instanceof TimeoutException) {
      return new Outcome.Unclear("no answer within %s".formatted(seconds(ANSWER_LIMIT)));
    }
    return new Outcome.Unclear(
        cause instanceof IOException || cause instanceof CancellationException
            ? "the connection broke"
            : cause.getClass().getSimpleName());
  }

  private static String seconds(Duration duration) {
    return duration.toSeconds() + " s";
  }

  private void ended(Call call, Outcome outcome) {
    synchronized (this) {
      underWay--;
      var lane = lanes.get(call.address());
      lane.busy.remove(call.instanceId());
      // One that does not answer is tried with one call at a time, and leaves room for others.
      lane.atOnce = outcome instanceof Outcome.Answered ? AT_ONCE : 1;
      if (!lane.waiting.isEmpty()) {
        ready.add(call.address());
      } else if (lane.busy.isEmpty()) {
        lanes.remove(call.address());
        ready.remove(call.address());
      }
      start();
    }
    call.then().accept(outcome);
  }

  private void tell(Call call, Outcome outcome) {
    later(() -> call.then().accept(outcome));
  }

  private void later(Runnable work) {
    try {
      executor.execute(
          () -> {
            try {
              work.run();
            } catch (RuntimeException e) {
              LOG.warn(
                  "what follows from a call to a worker could not be done; it is seen to later", e);
            }
          });
    } catch (RejectedExecutionException e) {
      LOG.debug("the server stops; the outcome of a call to a worker is not looked at");
    }
  }
}
