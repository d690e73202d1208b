package tech.powerjob.server.lifecycle;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class AwaitTest {
  @Test
  void whatTheWorkFailedWith_isThrownItself_ifUnchecked() {
    var failure = new IllegalStateException("no");

    assertThatNoException().isThrownBy(() -> Await.done(CompletableFuture.completedFuture(null)));
    assertThatThrownBy(() -> Await.done(CompletableFuture.failedFuture(failure))).isSameAs(failure);
    assertThatThrownBy(() -> Await.done(CompletableFuture.failedFuture(new IOException("gone"))))
        .isInstanceOf(CompletionException.class)
        .hasRootCauseMessage("gone");
  }
}
