package tech.powerjob.web.page.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tech.powerjob.domain.account.Role;
import tech.powerjob.web.page.admin.People.Person;

class RoleListTest {
  private static final Person ADA = new Person(7L, "Ada", "PWJB_ada");
  private static final Person BOB = new Person(8L, "Bob", "PWJB_bob");

  @Test
  void rolesThatWereRead_areWrittenBackUnchanged() {
    var roles =
        Map.of(
            Role.OBSERVER,
            List.of(8L),
            Role.QA,
            List.<Long>of(),
            Role.DEVELOPER,
            List.<Long>of(),
            Role.ADMIN,
            List.of(7L, 9L));
    var list = RoleList.of(roles, Map.of(7L, ADA, 8L, BOB));
    assertThat(list.toMap()).isEqualTo(roles);
    assertThat(list.getHolders())
        .extracting(holder -> holder.getPerson().name())
        .containsExactly("#9", "Ada", "Bob");
  }

  @Test
  void sameRoleTwice_isHeldOnce() {
    var list = new RoleList();
    list.add(ADA, Role.QA);
    list.add(ADA, Role.QA);
    list.add(ADA, Role.ADMIN);
    assertThat(list.getHolders()).hasSize(2);
    list.getHolders().get(0).setRole(Role.ADMIN);
    assertThat(list.toMap())
        .containsEntry(Role.ADMIN, List.of(7L))
        .containsEntry(Role.QA, List.of());
  }

  @Test
  void removedHolder_isGone() {
    var list = new RoleList();
    list.add(BOB, Role.QA);
    list.remove(list.getHolders().get(0));
    assertThat(list.toMap().values()).allSatisfy(ids -> assertThat(ids).isEmpty());
  }
}
