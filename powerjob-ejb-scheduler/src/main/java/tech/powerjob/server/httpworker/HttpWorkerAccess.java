package tech.powerjob.server.httpworker;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tech.powerjob.config.Settings;
import tech.powerjob.domain.account.App;
import tech.powerjob.domain.account.Apps;
import tech.powerjob.domain.worker.NetworkRanges;
import tech.powerjob.domain.worker.WorkerAddress;
import tech.powerjob.server.account.AppAccounts;
import tech.powerjob.server.account.AppIdentity;

/**
 * Where workers that speak HTTP may be. Their protocol has no credentials, so the network is all
 * that tells them from strangers: nothing is allowed until somebody allows it, for an application
 * or, by a setting, for all of which nobody has said. Thread-safe.
 */
@ApplicationScoped
public class HttpWorkerAccess {
  private static final Duration FRESHNESS = Duration.ofSeconds(5);

  private record Everywhere(List<NetworkRanges> ranges, Instant read) {}

  @Inject private AppAccounts accounts;
  @Inject private Apps apps;
  @Inject private Settings settings;

  private NetworkRanges byDefault = NetworkRanges.NONE;
  private volatile Everywhere everywhere;

  @PostConstruct
  void open() {
    try {
      byDefault = NetworkRanges.parse(settings.httpWorkersAllow());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("powerjob.http-workers.allow: " + e.getMessage(), e);
    }
  }

  /** Where the workers of an application may be. */
  public NetworkRanges networks(AppIdentity app) {
    return app.httpWorkers().orElse(byDefault);
  }

  /** Where the workers of an application may be that is read anew. */
  public NetworkRanges networks(App app) {
    return app.httpWorkerNetworks().orElse(byDefault);
  }

  /** The application, if it is there and its workers may be at the address. */
  public Optional<AppIdentity> admit(long appId, InetAddress address) {
    return accounts.find(appId).filter(app -> networks(app).contains(address));
  }

  /** The application of this name, if it is there and its workers may be at the address. */
  public Optional<AppIdentity> admit(String appName, InetAddress address) {
    return accounts.findByName(appName).filter(app -> networks(app).contains(address));
  }

  /** Whether workers of the application may be at {@code ip:port}. */
  public boolean allows(long appId, String address) {
    return WorkerAddress.parse(address).flatMap(each -> admit(appId, each.ip())).isPresent();
  }

  /** Whether workers of any application may be at the address. */
  public boolean allowsSomewhere(InetAddress address) {
    var now = Instant.now();
    var known = everywhere;
    if (known == null || known.read().plus(FRESHNESS).isBefore(now)) {
      known = new Everywhere(apps.findAll().stream().map(this::networks).distinct().toList(), now);
      everywhere = known;
    }
    return known.ranges().stream().anyMatch(ranges -> ranges.contains(address));
  }

  /**
   * Says where the workers of an application may be.
   *
   * @param networks {@code null} to go by the server's setting again
   * @return the application; empty if there is none
   */
  @Transactional
  public Optional<App> allow(long appId, NetworkRanges networks, long userId) {
    var app = apps.find(appId);
    app.ifPresent(
        each -> {
          each.allowHttpWorkers(networks);
          each.modifiedBy(userId, Instant.now());
          accounts.forget(each);
          everywhere = null;
        });
    return app;
  }
}
