package tech.powerjob.worker.jca.outbox;

import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import tech.powerjob.client.PowerJobClient;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.common.request.http.RunJobRequest;
import tech.powerjob.common.request.query.InstancePageQuery;
import tech.powerjob.common.response.ResultDTO;

/** Talks to servers as the application does. Logs in when needed; used by one thread at a time. */
final class ClientSubmitter implements Submitter {
  private final List<String> servers;
  private final String application;
  private final String password;
  private PowerJobClient client;

  ClientSubmitter(List<String> servers, String application, String password) {
    this.servers = servers;
    this.application = application;
    this.password = password;
  }

  @Override
  public void connect() throws NotSentException {
    if (client != null) {
      return;
    }
    try {
      client = new PowerJobClient(servers, application, password);
    } catch (PowerJobException e) {
      throw new NotSentException(said(e), e);
    }
  }

  @Override
  public long run(OutboxRequest request) throws NotSentException, RefusedException {
    var body =
        new RunJobRequest()
            .setJobId(request.jobId())
            .setInstanceParams(request.instanceParams())
            .setDelay(request.delayMillis())
            .setOuterKey(request.key())
            .setIdempotencyKey(request.key());
    return call(each -> each.runJob(body));
  }

  @Override
  public void stop(long instanceId) throws NotSentException, RefusedException {
    call(each -> each.stopInstance(instanceId));
  }

  @Override
  public OptionalLong find(String key) throws NotSentException, RefusedException {
    var query = new InstancePageQuery();
    query.setOuterKeyEq(key);
    return call(each -> each.queryInstanceInfo(query)).getData().stream()
        .mapToLong(instance -> instance.getInstanceId())
        .findFirst();
  }

  private <T> T call(Function<PowerJobClient, ResultDTO<T>> call)
      throws NotSentException, RefusedException {
    connect();
    try {
      var result = call.apply(client);
      if (!result.isSuccess()) {
        throw new RefusedException(result.getMessage());
      }
      return result.getData();
    } catch (PowerJobException e) {
      // The next login shows whether a server is there before anything else is sent.
      client = null;
      if (nobodyThere(e)) {
        throw new NotSentException(said(e), e);
      }
      throw e;
    }
  }

  /** Whether every server was given up before a request left for it. */
  private static boolean nobodyThere(PowerJobException failure) {
    return failure.getSuppressed().length > 0
        && failure.getCause() == null
        && Arrays.stream(failure.getSuppressed())
            .map(Throwable::getCause)
            .allMatch(
                cause ->
                    cause instanceof ConnectException
                        || cause instanceof HttpConnectTimeoutException);
  }

  private static String said(PowerJobException failure) {
    return failure.getSuppressed().length == 0
        ? failure.getMessage()
        : failure.getMessage() + ": " + failure.getSuppressed()[0].getMessage();
  }
}
