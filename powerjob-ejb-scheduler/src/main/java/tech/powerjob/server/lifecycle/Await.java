package tech.powerjob.server.lifecycle;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Waits for what another thread does for the caller. */
public final class Await {
  private Await() {}

  /**
   * Returns when it is done.
   *
   * @throws RuntimeException what it failed with, itself if it was unchecked
   */
  public static void done(CompletableFuture<Void> work) {
    try {
      work.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
