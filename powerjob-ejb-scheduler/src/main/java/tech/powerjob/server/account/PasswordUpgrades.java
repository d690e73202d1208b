package tech.powerjob.server.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.domain.account.AppPassword;
import tech.powerjob.domain.account.LegacyPassword;
import tech.powerjob.domain.account.PasswordHash;
import tech.powerjob.server.store.StoreException;
import tech.powerjob.server.store.Transactions;

/**
 * Replaces passwords that PowerJob stored by modern hashes, when somebody has just shown that they
 * know them. May be called from any thread, and by several servers at once.
 */
@ApplicationScoped
public class PasswordUpgrades {
  private static final Logger LOG = LoggerFactory.getLogger(PasswordUpgrades.class);

  private final Transactions transactions;

  /** For the proxy. */
  protected PasswordUpgrades() {
    this(null);
  }

  @Inject
  public PasswordUpgrades(Transactions transactions) {
    this.transactions = transactions;
  }

  /** One that replaces nothing, for tests of those who check. */
  public static PasswordUpgrades ofNothing() {
    return new PasswordUpgrades();
  }

  /** Upgrades the account of a user; returns whether its stored password is another one now. */
  boolean user(String username, String stored, String password) {
    return upgrade(
        "UPDATE pwjb_user_info SET password = ? WHERE username = ? AND password = ?",
        username,
        stored,
        () -> password);
  }

  /** Upgrades an application; returns whether its stored password is another one now. */
  boolean app(String appName, String stored, AppPassword password) {
    return upgrade(
        "UPDATE app_info SET password = ? WHERE app_name = ? AND password = ?",
        appName,
        stored,
        password::md5);
  }

  private boolean upgrade(String sql, String name, String stored, Supplier<String> secret) {
    if (transactions == null || !LegacyPassword.isLegacy(stored)) {
      return false;
    }
    var hash = PasswordHash.of(secret.get()).toString();
    try {
      transactions.commit(
          connection -> {
            try (var update = connection.prepareStatement(sql)) {
              update.setString(1, hash);
              update.setString(2, name);
              update.setString(3, stored);
              return update.executeUpdate();
            }
          });
      LOG.info("the stored password of {} was replaced by a modern hash", name);
      return true;
    } catch (StoreException e) {
      // It was right all the same; the next login tries again.
      LOG.warn("the stored password of {} stays as PowerJob stored it: {}", name, e.toString());
      return false;
    }
  }
}
