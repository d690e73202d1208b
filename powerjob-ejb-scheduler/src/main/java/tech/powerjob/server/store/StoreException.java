package tech.powerjob.server.store;

import java.sql.SQLException;

/** The database refused or could not be reached. Nothing of the transaction was kept. */
public class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StoreException(SQLException cause) {
    super(cause.getMessage(), cause);
  }

  /** Whether a unique key was violated, so that trying again cannot help. */
  public boolean isDuplicate() {
    for (Throwable each = getCause(); each != null; each = each.getCause()) {
      if (each instanceof SQLException sql
          && sql.getSQLState() != null
          && sql.getSQLState().startsWith("23")) {
        return true;
      }
    }
    return false;
  }
}
