package tech.powerjob.web.page.admin;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.server.account.AppIdentity;
import tech.powerjob.server.command.DeadCommand;
import tech.powerjob.server.command.DeadCommands;
import tech.powerjob.web.access.CurrentUser;
import tech.powerjob.web.page.Address;
import tech.powerjob.web.page.Console;
import tech.powerjob.web.page.Texts;

/** Commands by message that were set aside at this server, until somebody throws them away. */
@Named
@ViewScoped
public class CommandsPage implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String HERE = "/admin/commands.xhtml?faces-redirect=true";

  /** A command that was set aside; {@code taken} in epoch milliseconds. */
  public record Row(
      String id, String application, String reason, long taken, long bytes, String body)
      implements Serializable {
    static Row of(DeadCommand command) {
      return new Row(
          command.id(),
          command.application(),
          command.reason(),
          command.taken(),
          command.bytes(),
          command.body());
    }
  }

  @Inject DeadCommands commands;
  @Inject CurrentUser caller;
  @Inject Console console;
  @Inject Attempts attempts;
  @Inject Texts texts;

  private boolean all;
  private List<Row> rows = List.of();
  private boolean unreachable;

  /** Reads them. */
  public void load() {
    all = Address.text("all").filter("true"::equals).isPresent();
    if (console.app().isEmpty() && !isEverywhere()) {
      return;
    }
    attempts.succeeds(this::read);
  }

  private void read() {
    try {
      rows = commands.list(whose(Permission.READ)).stream().map(Row::of).toList();
    } catch (IllegalStateException e) {
      unreachable = true; // The broker is elsewhere and does not answer.
    }
  }

  /** Throws one away. */
  public String discard(Row row) {
    if (!attempts.succeeds(() -> commands.discard(row.id(), whose(Permission.OPS)))) {
      return null;
    }
    attempts.done(texts.get("command.discarded"));
    return all ? HERE + "&all=true" : HERE;
  }

  private Optional<String> whose(Permission permission) {
    boolean everything = isEverywhere() && (all || console.app().isEmpty());
    return caller
        .appOrEverything(permission, everything ? null : console.getAppId())
        .map(AppIdentity::name);
  }

  /** Whether the viewer may throw away what is shown. */
  public boolean isOperator() {
    return isEverywhere()
        || console
            .app()
            .filter(
                app -> caller.get().grants().allows(Permission.OPS, app.id(), app.namespaceId()))
            .isPresent();
  }

  /** Whether the viewer may see those of all applications. */
  public boolean isEverywhere() {
    return caller.get().grants().allowsEverywhere(Permission.SU);
  }

  /** Whether the broker did not answer. */
  public boolean isUnreachable() {
    return unreachable;
  }

  public List<Row> getRows() {
    return rows;
  }

  public boolean isAll() {
    return all;
  }

  public void setAll(boolean all) {
    this.all = all;
  }
}
