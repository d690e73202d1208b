package tech.powerjob.server.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import tech.powerjob.domain.audit.AuditEntry;
import tech.powerjob.domain.audit.AuditTrail;
import tech.powerjob.server.store.Transactions;

/** The audit log in the database. Thread-safe. */
@ApplicationScoped
public class StoredAuditTrail implements AuditTrail {
  @PersistenceContext(unitName = "powerjob")
  private EntityManager entities;

  @Inject private Transactions transactions;

  @Override
  @Transactional
  public void add(AuditEntry entry) {
    var insert = entities.createNativeQuery(AuditRows.INSERT);
    var values = AuditRows.values(entry);
    for (int i = 0; i < values.size(); i++) {
      insert.setParameter(i + 1, values.get(i));
    }
    insert.executeUpdate();
  }

  /** Adds a line in a transaction of its own, which it shares with others of the moment. */
  public void addAlone(AuditEntry entry) {
    transactions.commit(
        connection -> {
          AuditRows.insert(connection, entry);
          return null;
        });
  }

  /** Lines that meet the query, newest first. */
  public List<AuditEntry> find(AuditQuery query) {
    return new AuditRows(transactions).find(query);
  }

  /** Deletes some lines from before an instant; returns whether there may be more. */
  boolean deleteSome(Instant before) {
    return new AuditRows(transactions).deleteSome(before);
  }
}
