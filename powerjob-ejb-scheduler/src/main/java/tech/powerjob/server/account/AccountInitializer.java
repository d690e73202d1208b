package tech.powerjob.server.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.config.Settings;

/**
 * Sets up the accounts of a new database and opens the broker to workers. May be called by several
 * servers at once and at every start: unique keys decide who makes a thing, and what exists is left
 * alone.
 */
@ApplicationScoped
public class AccountInitializer {
  private static final Logger LOG = LoggerFactory.getLogger(AccountInitializer.class);

  private final FirstAccounts accounts;
  private final SigningSecret secret;
  private final BrokerDoor brokerDoor;
  private final Settings settings;

  /** For the proxy. */
  protected AccountInitializer() {
    this(null, null, null, null);
  }

  @Inject
  public AccountInitializer(
      FirstAccounts accounts, SigningSecret secret, BrokerDoor brokerDoor, Settings settings) {
    this.accounts = accounts;
    this.secret = secret;
    this.brokerDoor = brokerDoor;
    this.settings = settings;
  }

  /** Makes what is missing. The schema must be in place. */
  public void initialize(Instant now) {
    ensure(() -> secret.find().isPresent(), () -> secret.create(now));
    ensure(accounts::namespaceExists, () -> accounts.createNamespace(now));
    ensure(accounts::adminExists, () -> createAdmin(now));
    brokerDoor.open();
  }

  private void createAdmin(Instant now) {
    var given = settings.adminPassword();
    if (given.isPresent()) {
      accounts.createAdmin(given.get(), false, now);
      LOG.info("First administrator {} created with the configured password", FirstAccounts.ADMIN);
      return;
    }
    // The file comes first: an account whose password nobody was told would be lost.
    var file = new InitialPasswordFile(settings.dataDir());
    var password = file.write();
    try {
      accounts.createAdmin(password, true, now);
    } catch (RuntimeException e) {
      file.delete();
      throw e;
    }
    LOG.info("First administrator {} created, password: see {}", FirstAccounts.ADMIN, file.path());
  }

  /** Creates unless it exists; when that fails because another server was faster, all is well. */
  private static void ensure(BooleanSupplier exists, Runnable create) {
    if (exists.getAsBoolean()) {
      return;
    }
    try {
      create.run();
    } catch (RuntimeException e) {
      if (!exists.getAsBoolean()) {
        throw e;
      }
      LOG.info("Another server was faster: {}", e.getMessage());
    }
  }
}
