package tech.powerjob.server.job;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import tech.powerjob.common.request.http.SaveJobInfoRequest;
import tech.powerjob.server.store.IdempotencyKeys;
import tech.powerjob.server.store.IdempotencyKeys.Call;
import tech.powerjob.server.store.JsonConverters;
import tech.powerjob.server.store.Transactions;

/** Saves a job once for each idempotency key, however often and wherever it is asked to. */
@ApplicationScoped
public class IdempotentSave {
  @Inject private JobService jobs;
  @Inject private Transactions transactions;

  /**
   * Saves as {@link JobService#save}; a repeat of a request with a key saves nothing and answers
   * the same.
   *
   * @return id of the job
   * @throws IdempotencyKeys.ConflictException if the key was used for a different request
   */
  public long save(long appId, SaveJobInfoRequest request) {
    if (request.getIdempotencyKey() == null) {
      return jobs.save(appId, request);
    }
    var keys = new IdempotencyKeys(transactions);
    var call = call(appId, request);
    var earlier = keys.find(call);
    if (earlier.isPresent()) {
      return earlier.get();
    }
    try {
      return jobs.save(appId, request);
    } catch (RuntimeException e) {
      // If somebody with the same key was faster, nothing of this attempt was kept.
      return keys.find(call).orElseThrow(() -> e);
    }
  }

  static Call call(long appId, SaveJobInfoRequest request) {
    var key = request.getIdempotencyKey();
    request.setIdempotencyKey(null);
    try {
      return Call.of(appId, "SAVE", key, JsonConverters.write(request));
    } finally {
      request.setIdempotencyKey(key);
    }
  }
}
