package tech.powerjob.worker.internal.container;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** The body of an answer that fails once it is longer than it may be. */
final class LimitedBody<T> implements BodySubscriber<T> {
  private final BodySubscriber<T> body;
  private final long maxBytes;
  private long left;
  private Flow.Subscription subscription;

  LimitedBody(BodySubscriber<T> body, long maxBytes) {
    this.body = body;
    this.maxBytes = maxBytes;
    left = maxBytes;
  }

  @Override
  public CompletionStage<T> getBody() {
    return body.getBody();
  }

  @Override
  public void onSubscribe(Flow.Subscription newSubscription) {
    subscription = newSubscription;
    body.onSubscribe(newSubscription);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    if (left < 0) {
      return;
    }
    left -= buffers.stream().mapToLong(ByteBuffer::remaining).sum();
    if (left >= 0) {
      body.onNext(buffers);
    } else {
      subscription.cancel();
      body.onError(new IOException("is larger than %d bytes".formatted(maxBytes)));
    }
  }

  @Override
  public void onError(Throwable failure) {
    if (left >= 0) {
      body.onError(failure);
    }
  }

  @Override
  public void onComplete() {
    if (left >= 0) {
      body.onComplete();
    }
  }
}
