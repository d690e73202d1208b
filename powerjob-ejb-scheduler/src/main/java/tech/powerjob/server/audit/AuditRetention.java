package tech.powerjob.server.audit;

import jakarta.ejb.Lock;
import jakarta.ejb.LockType;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.config.Settings;
import tech.powerjob.server.lifecycle.RunningServer;

/** Forgets, some minutes past every hour, what has stood in the audit log for long enough. */
@Singleton
@Startup
@Lock(LockType.READ)
@TransactionManagement(TransactionManagementType.BEAN)
public class AuditRetention {
  private static final Logger LOG = LoggerFactory.getLogger(AuditRetention.class);

  @Inject private StoredAuditTrail trail;
  @Inject private Settings settings;
  @Inject private RunningServer server;

  private final Clock clock = Clock.systemUTC();
  private final AtomicBoolean busy = new AtomicBoolean();

  @Schedule(hour = "*", minute = "7", persistent = false)
  void forgetOld() {
    if (server.find().isEmpty() || !busy.compareAndSet(false, true)) {
      return;
    }
    try {
      var kept = settings.auditRetention();
      if (kept.isPresent()) {
        var before = clock.instant().minus(kept.get());
        boolean more = true;
        while (more && server.find().isPresent()) {
          more = trail.deleteSome(before);
        }
      }
    } catch (RuntimeException e) {
      LOG.warn("old lines of the audit log stay until the next hour: {}", e.toString());
    } finally {
      busy.set(false);
    }
  }
}
