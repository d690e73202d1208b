package tech.powerjob.server.workflow.condition;

/** Control leaves a block early: {@code return}, {@code break} or {@code continue}. */
abstract sealed class Jump extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Jump() {
    super(null, null, false, false);
  }

  /** Out of a loop, or out of a {@code switch} with its value. */
  static final class Break extends Jump {
    private static final long serialVersionUID = 1L;
    private final transient Object value;

    Break(Object value) {
      this.value = value;
    }

    Object value() {
      return value;
    }
  }

  static final class Continue extends Jump {
    private static final long serialVersionUID = 1L;
  }

  static final class Return extends Jump {
    private static final long serialVersionUID = 1L;
    private final transient Object value;

    Return(Object value) {
      this.value = value;
    }

    Object value() {
      return value;
    }
  }
}
