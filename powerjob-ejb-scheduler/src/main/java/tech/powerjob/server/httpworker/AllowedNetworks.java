package tech.powerjob.server.httpworker;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tech.powerjob.config.Settings;
import tech.powerjob.domain.worker.NetworkRanges;
import tech.powerjob.domain.worker.WorkerAddress;
import tech.powerjob.server.store.Transactions;

/**
 * Where workers that speak HTTP may be, in memory: whoever sends to them must not wait for the
 * database. Read anew every few seconds, by JDBC, because threads of the server's own have no
 * entity manager. Thread-safe.
 */
@ApplicationScoped
class AllowedNetworks {
  @Inject private Settings settings;
  @Inject private Transactions transactions;

  /** Of applications that say so themselves, by id. */
  private volatile Map<Long, NetworkRanges> own = Map.of();

  private volatile NetworkRanges byDefault;

  /**
   * Of applications that say nothing themselves.
   *
   * @throws IllegalArgumentException if the setting is none
   */
  NetworkRanges byDefault() {
    var known = byDefault;
    if (known == null) {
      try {
        known = NetworkRanges.parse(settings.httpWorkersAllow());
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("powerjob.http-workers.allow: " + e.getMessage(), e);
      }
      byDefault = known;
    }
    return known;
  }

  NetworkRanges orDefault(Optional<NetworkRanges> ofApp) {
    return ofApp.orElseGet(this::byDefault);
  }

  /** Reads anew what applications say. */
  void refresh() {
    own =
        transactions.read(
            connection -> {
              try (var select =
                      connection.prepareStatement(
                          "SELECT id, http_worker_networks FROM app_info"
                              + " WHERE http_worker_networks IS NOT NULL");
                  var rows = select.executeQuery()) {
                var read = new HashMap<Long, NetworkRanges>();
                while (rows.next()) {
                  read.put(rows.getLong(1), NetworkRanges.parse(rows.getString(2)));
                }
                return Map.copyOf(read);
              }
            });
  }

  /** Whether workers of the application may be at {@code ip:port}. */
  boolean allow(long appId, String address) {
    return WorkerAddress.parse(address)
        .filter(each -> orDefault(Optional.ofNullable(own.get(appId))).contains(each.ip()))
        .isPresent();
  }

  /** Whether workers of any application may be at the address. */
  boolean allowSomewhere(InetAddress address) {
    return byDefault().contains(address)
        || own.values().stream().anyMatch(ranges -> ranges.contains(address));
  }
}
