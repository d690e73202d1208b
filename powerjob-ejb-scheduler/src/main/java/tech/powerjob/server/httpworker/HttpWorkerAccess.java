package tech.powerjob.server.httpworker;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.net.InetAddress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tech.powerjob.domain.account.App;
import tech.powerjob.domain.account.Apps;
import tech.powerjob.domain.worker.NetworkRanges;
import tech.powerjob.server.account.AppAccounts;
import tech.powerjob.server.account.AppIdentity;
import tech.powerjob.server.audit.AuditLog;

/**
 * Whom the gateway lets in. The protocol of workers that speak HTTP has no credentials, so the
 * network is all that tells them from strangers: nothing is allowed until somebody allows it, for
 * an application or, by a setting, for all that say nothing themselves. For threads that serve
 * calls. Thread-safe.
 */
@ApplicationScoped
public class HttpWorkerAccess {
  @Inject private AppAccounts accounts;
  @Inject private Apps apps;
  @Inject private AllowedNetworks networks;
  @Inject private AuditLog audit;

  /** Where the workers of an application may be. */
  public NetworkRanges networks(AppIdentity app) {
    return networks.orDefault(app.httpWorkers());
  }

  /** Where the workers of an application may be that was read just now. */
  public NetworkRanges networks(App app) {
    return networks.orDefault(app.httpWorkerNetworks());
  }

  /** The application, if it is there and its workers may be at the address. */
  public Optional<AppIdentity> admit(long appId, InetAddress address) {
    return accounts.find(appId).filter(app -> networks(app).contains(address));
  }

  /** The application of this name, if it is there and its workers may be at the address. */
  public Optional<AppIdentity> admit(String appName, InetAddress address) {
    return accounts.findByName(appName).filter(app -> networks(app).contains(address));
  }

  /** Whether workers of any application may be at the address. */
  public boolean allowsSomewhere(InetAddress address) {
    return networks.allowSomewhere(address);
  }

  /**
   * Says where the workers of an application may be. Other servers hear of it within some seconds.
   *
   * @param ranges {@code null} to go by the server's setting again
   * @return the application; empty if there is none
   */
  @Transactional
  public Optional<App> allow(long appId, NetworkRanges ranges, long userId) {
    var app = apps.find(appId);
    app.ifPresent(
        each -> {
          var before = state(each);
          each.allowHttpWorkers(ranges);
          audit.changed("app.http-workers", "app", appId, appId, before, state(each));
          each.modifiedBy(userId, Instant.now().truncatedTo(ChronoUnit.MILLIS));
          accounts.forget(each.id(), each.name());
        });
    return app;
  }

  /** For the audit log. */
  private static Map<String, Object> state(App app) {
    var state = new HashMap<String, Object>();
    state.put("networks", app.httpWorkerNetworks().map(NetworkRanges::toString).orElse(null));
    return state;
  }
}
