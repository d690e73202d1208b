package tech.powerjob.worker.once;

import tech.powerjob.common.exception.PowerJobException;

/** A later dispatch of the instance has done something already, so this run is to end. */
public final class StaleRunException extends PowerJobException {
  private static final long serialVersionUID = 1L;

  StaleRunException(long instanceId, long epoch, long later) {
    super(
        "the run of instance %d with epoch %d is out of date, epoch %d is at work"
            .formatted(instanceId, epoch, later));
  }
}
