package tech.powerjob.jca;

import java.io.Serializable;

/**
 * Where an application gets its connections for jobs; injected with {@code @Resource}. Thread-safe.
 */
public interface JobConnectionFactory extends Serializable {
  /**
   * A connection, to be closed by the caller.
   *
   * @throws tech.powerjob.common.exception.PowerJobException if there is none to be had
   */
  JobConnection getConnection();
}
