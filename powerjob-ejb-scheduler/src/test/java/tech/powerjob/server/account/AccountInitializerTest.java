package tech.powerjob.server.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.powerjob.config.Settings;
import tech.powerjob.domain.account.InMemoryNamespaces;
import tech.powerjob.domain.account.InMemoryUsers;
import tech.powerjob.domain.account.Namespace;
import tech.powerjob.domain.account.Permission;

class AccountInitializerTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path dataDir;

  private final InMemoryNamespaces namespaces = new InMemoryNamespaces();
  private final InMemoryUsers users = new InMemoryUsers();
  private final FakeSecret secret = new FakeSecret();
  private final FakeDoor door = new FakeDoor();

  @Test
  void firstStart_makesNamespaceAndAdministratorAndOpensTheBroker() throws Exception {
    initializer(new FirstAccounts(namespaces, users), Map.of()).initialize(NOW);

    var file = dataDir.resolve("initial-admin-password");
    var password = Files.readString(file).trim();
    assertThat(password).hasSize(20);
    assertThat(Files.getPosixFilePermissions(file))
        .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    var admin = new UserAccounts(users, PasswordUpgrades.ofNothing()).login("ADMIN", password);
    assertThat(admin.grants().allowsEverywhere(Permission.SU)).isTrue();
    assertThat(admin.mustChangePassword()).isTrue();
    assertThat(namespaces.findByCode(Namespace.DEFAULT_CODE)).isPresent();
    assertThat(secret.find()).isPresent();
    assertThat(door.open).isTrue();
  }

  @Test
  void configuredPassword_isTakenAndWrittenNowhere() {
    initializer(
            new FirstAccounts(namespaces, users),
            Map.of("powerjob.admin.password", "configured one"))
        .initialize(NOW);

    var admin =
        new UserAccounts(users, PasswordUpgrades.ofNothing()).login("ADMIN", "configured one");
    assertThat(admin.mustChangePassword()).isFalse();
    assertThat(dataDir).isEmptyDirectory();
  }

  @Test
  void tooShortConfiguredPassword_stopsTheStart() {
    var initializer =
        initializer(
            new FirstAccounts(namespaces, users), Map.of("powerjob.admin.password", "short"));

    assertThatThrownBy(() -> initializer.initialize(NOW))
        .hasMessage("password has 5 characters but needs at least 8");
    assertThat(door.open).isFalse();
  }

  @Test
  void secondStart_leavesEverythingAsItIs() throws Exception {
    initializer(new FirstAccounts(namespaces, users), Map.of()).initialize(NOW);
    var password = Files.readString(dataDir.resolve("initial-admin-password"));
    var secretBefore = secret.get();

    initializer(
            new FirstAccounts(namespaces, users), Map.of("powerjob.admin.password", "another one"))
        .initialize(NOW);

    assertThat(
            new UserAccounts(users, PasswordUpgrades.ofNothing())
                .login("ADMIN", password.trim())
                .id())
        .isPositive();
    assertThat(secret.get()).isEqualTo(secretBefore);
    assertThat(dataDir.resolve("initial-admin-password")).hasContent(password);
  }

  @Test
  void anotherServerFaster_isNoErrorAndLeavesNoWrongPasswordBehind() {
    var racing =
        new FirstAccounts(namespaces, users) {
          @Override
          public void createAdmin(String password, boolean mustChange, Instant now) {
            super.createAdmin("of the faster server", mustChange, now);
            super.createAdmin(password, mustChange, now);
          }
        };

    initializer(racing, Map.of()).initialize(NOW);

    assertThat(
            new UserAccounts(users, PasswordUpgrades.ofNothing())
                .login("ADMIN", "of the faster server")
                .id())
        .isPositive();
    assertThat(dataDir).isEmptyDirectory();
    assertThat(door.open).isTrue();
  }

  private AccountInitializer initializer(FirstAccounts accounts, Map<String, String> settings) {
    var properties = new Properties();
    properties.putAll(new HashMap<>(settings));
    properties.setProperty("powerjob.data-dir", dataDir.toString());
    return new AccountInitializer(accounts, secret, door, Settings.of(properties, Map.of()));
  }

  private static final class FakeSecret extends SigningSecret {
    private byte[] stored;

    @Override
    public byte[] get() {
      return stored.clone();
    }

    @Override
    Optional<byte[]> find() {
      return Optional.ofNullable(stored);
    }

    @Override
    public void create(Instant now) {
      stored = new byte[] {1, 2, 3};
    }
  }

  private static final class FakeDoor extends BrokerDoor {
    private boolean open;

    @Override
    public synchronized void open() {
      open = true;
    }
  }
}
