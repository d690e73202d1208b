package tech.powerjob.worker.jca.connection;

import java.util.OptionalLong;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.jca.JobConnection;
import tech.powerjob.jca.JobSubmission;
import tech.powerjob.worker.jca.outbox.Outbox;

/** A pooled connection in the hands of an application. */
final class JobConnectionHandle implements JobConnection {
  /** {@code null} when it is closed. */
  private volatile JobManagedConnection connection;

  JobConnectionHandle(JobManagedConnection connection) {
    this.connection = connection;
  }

  void moveTo(JobManagedConnection other) {
    var before = connection;
    if (before != null) {
      before.forget(this);
    }
    connection = other;
  }

  void invalidate() {
    connection = null;
  }

  private Outbox outbox() {
    var open = connection;
    if (open == null) {
      throw new PowerJobException("the connection is closed");
    }
    return open.outbox();
  }

  @Override
  public String submit(JobSubmission submission) {
    return outbox().submit(submission);
  }

  @Override
  public void stop(long instanceId) {
    outbox().stop(instanceId);
  }

  @Override
  public void stop(String submissionKey) {
    outbox().stop(submissionKey);
  }

  @Override
  public OptionalLong findInstance(String submissionKey) {
    return outbox().findInstance(submissionKey);
  }

  @Override
  public void close() {
    var open = connection;
    connection = null;
    if (open != null) {
      open.closed(this);
    }
  }
}
