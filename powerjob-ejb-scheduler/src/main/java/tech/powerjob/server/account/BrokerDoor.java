package tech.powerjob.server.account;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Optional;
import tech.powerjob.domain.audit.AuditActor;
import tech.powerjob.domain.audit.AuditActor.Type;
import tech.powerjob.server.audit.AuditLog;
import tech.powerjob.wire.security.BrokerAccess;

/**
 * Answers the broker's question who a worker is. The broker asks from threads of its own, in which
 * persistence and naming do not work; an EJB brings its context along.
 */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class BrokerDoor {
  @Inject AppAccounts appAccounts;
  @Inject AuditLog audit;
  @Resource SessionContext context;

  private BrokerAccess.Authenticator installed;

  /** From now on workers with the right password get in. */
  public synchronized void open() {
    var throughContainer = context.getBusinessObject(BrokerDoor.class);
    installed = throughContainer::authenticate;
    BrokerAccess.install(installed);
  }

  public Optional<Long> authenticate(String appName, String password) {
    var app = appAccounts.authenticate(appName, password);
    if (app.isEmpty()) {
      audit.loginRefused(
          new AuditActor(Type.STRANGER, null, "app " + appName, null),
          "unknown application or wrong password at the broker");
    }
    return app;
  }

  @PreDestroy
  synchronized void close() {
    if (installed != null) {
      BrokerAccess.remove(installed);
    }
  }
}
