package tech.powerjob.web.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import tech.powerjob.common.enums.ErrorCodes;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.server.account.AppIdentity;

class CurrentAppTest {
  private final CurrentApp app = new CurrentApp();

  @Test
  void requestAboutOwnAppOrNone_isAboutTheTokensApp() {
    app.is(new AppIdentity(3, "demo", null, 1L, "hash", 0));

    assertThat(app.id(3L)).isEqualTo(3);
    assertThat(app.id(null)).isEqualTo(3);
  }

  @Test
  void requestAboutAnotherApp_isRefused() {
    app.is(new AppIdentity(3, "demo", null, 1L, "hash", 0));

    assertThatThrownBy(() -> app.id(4L))
        .isInstanceOfSatisfying(
            PowerJobException.class,
            e -> assertThat(e.getCode()).isEqualTo(ErrorCodes.NO_PERMISSION.getCode()))
        .hasMessage("NoPermission:the token is of the app 3, the request is about the app 4");
  }

  @Test
  void withoutAnApp_thereIsNoId() {
    assertThatThrownBy(app::id).isInstanceOf(IllegalStateException.class);
  }
}
