package tech.powerjob.domain.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What every store of applications does. */
public abstract class AppsContract {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.123Z");

  protected abstract Apps apps();

  /** Runs in a transaction where the store has them. */
  protected void inTransaction(Runnable work) {
    work.run();
  }

  @Test
  void addedApp_isFoundWithAllItSays() {
    var app = new App("demo", "demopwd", 4, 9L, NOW);
    app.describe("Demo", "a,b", "extra");
    inTransaction(() -> apps().add(app));

    var found = apps().findByName("demo").orElseThrow();
    assertThat(apps().find(found.id())).isPresent();
    assertThat(found.name()).isEqualTo("demo");
    assertThat(found.title()).isEqualTo("Demo");
    assertThat(found.tags()).isEqualTo("a,b");
    assertThat(found.extra()).isEqualTo("extra");
    assertThat(found.namespaceId()).isEqualTo(4);
    assertThat(found.creator()).isEqualTo(9);
    assertThat(found.passwordHash()).isEqualTo(app.passwordHash());
    assertThat(found.createdAt()).isEqualTo(NOW);
    assertThat(found.modifiedAt()).isEqualTo(NOW);
  }

  @Test
  void unknownApp_isNotFound() {
    assertThat(apps().find(123456)).isEmpty();
    assertThat(apps().findByName("nobody")).isEmpty();
  }

  @Test
  void nameInOtherCase_isAnotherName() {
    inTransaction(() -> apps().add(new App("demo", "demopwd", 4, 9L, NOW)));

    assertThat(apps().findByName("DEMO")).isEmpty();
  }

  @Test
  void sameNameTwice_isRefused() {
    inTransaction(() -> apps().add(new App("demo", "demopwd", 4, 9L, NOW)));

    assertThatThrownBy(() -> inTransaction(() -> apps().add(new App("demo", "other", 4, 9L, NOW))))
        .isInstanceOf(RuntimeException.class);
    assertThat(apps().findAll()).hasSize(1);
  }

  @Test
  void changesInATransaction_areKept() {
    inTransaction(() -> apps().add(new App("demo", "demopwd", 4, 9L, NOW)));
    inTransaction(
        () -> {
          var app = apps().findByName("demo").orElseThrow();
          app.describe("New title", null, null);
          app.modifiedBy(10L, NOW.plusSeconds(1));
        });

    var found = apps().findByName("demo").orElseThrow();
    assertThat(found.title()).isEqualTo("New title");
    assertThat(found.modifier()).isEqualTo(10);
    assertThat(found.modifiedAt()).isEqualTo(NOW.plusSeconds(1));
  }

  @Test
  void findAll_isInOrderOfCreation() {
    inTransaction(
        () -> {
          apps().add(new App("b", "demopwd", 4, 9L, NOW));
          apps().add(new App("a", "demopwd", 4, 9L, NOW));
        });

    assertThat(apps().findAll()).extracting(App::name).containsExactly("b", "a");
  }
}
