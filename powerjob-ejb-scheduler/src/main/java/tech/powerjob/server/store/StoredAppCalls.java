package tech.powerjob.server.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import tech.powerjob.domain.workflow.AppCalls;

/** What applications have said in {@code app_link}; always read. Thread-safe. */
@ApplicationScoped
public class StoredAppCalls implements AppCalls {
  private static final int SIDES = 2;

  private final Transactions transactions;

  /** For the proxy. */
  protected StoredAppCalls() {
    this(null);
  }

  @Inject
  public StoredAppCalls(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public boolean allow(long caller, long owner) {
    return caller == owner
        || transactions.read(
            connection -> {
              try (var select =
                  connection.prepareStatement(
                      "SELECT COUNT(*) FROM app_link WHERE app_id = ? AND side = 'CALLS'"
                          + " AND other_app_id = ? OR app_id = ? AND side = 'SERVES'"
                          + " AND other_app_id = ?")) {
                select.setLong(1, caller);
                select.setLong(2, owner);
                select.setLong(3, owner);
                select.setLong(4, caller);
                try (var rows = select.executeQuery()) {
                  rows.next();
                  return rows.getInt(1) == SIDES;
                }
              }
            });
  }
}
