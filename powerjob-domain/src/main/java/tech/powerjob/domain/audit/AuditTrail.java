package tech.powerjob.domain.audit;

/** Where the lines of the audit log go. */
@FunctionalInterface
public interface AuditTrail {
  /** Adds a line in the caller's transaction, so that it stands if and only if the change does. */
  void add(AuditEntry entry);
}
