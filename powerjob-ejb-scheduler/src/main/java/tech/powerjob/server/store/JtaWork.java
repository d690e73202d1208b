package tech.powerjob.server.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.function.Supplier;

/** Runs work in a JTA transaction of its own, for callers who want to look at its end. */
@ApplicationScoped
public class JtaWork {
  /** Commits what the work does, or, when it fails, nothing of it. */
  @Transactional(TxType.REQUIRES_NEW)
  public <T> T call(Supplier<T> work) {
    return work.get();
  }
}
