package tech.powerjob.server.store;

import java.sql.SQLException;
import java.util.function.Predicate;

/** The database refused or could not be reached. Nothing of the transaction was kept. */
public class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StoreException(SQLException cause) {
    super(cause.getMessage(), cause);
  }

  /** Whether a unique key was violated, so that trying again cannot help. */
  public boolean isDuplicate() {
    return hasState(state -> state.startsWith("23"));
  }

  /**
   * Whether the database gave this transaction up in favour of another one: a deadlock, a conflict
   * of writes, or too long a wait for a lock. Trying again helps.
   */
  public boolean isConflict() {
    return hasState(
        state -> state.startsWith("40") || state.equals("55P03") || state.equals("HYT00"));
  }

  private boolean hasState(Predicate<String> condition) {
    for (Throwable each = getCause(); each != null; each = each.getCause()) {
      if (each instanceof SQLException sql) {
        for (SQLException next = sql; next != null; next = next.getNextException()) {
          if (next.getSQLState() != null && condition.test(next.getSQLState())) {
            return true;
          }
        }
      }
    }
    return false;
  }
}
