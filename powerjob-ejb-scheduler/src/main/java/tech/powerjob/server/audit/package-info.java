/**
 * The audit log: {@link tech.powerjob.server.audit.AuditLog} writes it, {@link
 * tech.powerjob.server.audit.Actor} says who is calling, {@link
 * tech.powerjob.server.audit.AuditRetention} forgets what is old.
 */
package tech.powerjob.server.audit;
