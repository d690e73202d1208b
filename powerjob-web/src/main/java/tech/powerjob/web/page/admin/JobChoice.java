package tech.powerjob.web.page.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;
import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.common.request.query.JobInfoQuery;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.server.job.JobDocument;
import tech.powerjob.server.job.JobService;
import tech.powerjob.web.page.Console;

/** Jobs of the application to choose from, among very many. */
@Named
@RequestScoped
public class JobChoice {
  private static final int MOST = 20;

  /** A job that one can choose. */
  public record Option(Long id, String name) implements Serializable {
    public String label() {
      return name + " (" + id + ")";
    }
  }

  @Inject JobService jobs;
  @Inject Console console;

  /** Jobs with this in their name, or of this id. */
  public List<Option> complete(String part) {
    if (console.app().isEmpty()) {
      return List.of();
    }
    long appId = console.appId(Permission.READ);
    var text = part == null ? "" : part.trim();
    var byId =
        text.matches("[0-9]{1,18}")
            ? jobs.find(appId, living().setIdEq(Long.valueOf(text)), 1)
            : List.<JobDocument>of();
    var byName = jobs.find(appId, living().setJobNameLike(text.isEmpty() ? null : text), MOST);
    return Stream.concat(byId.stream(), byName.stream())
        .map(job -> new Option(job.getId(), job.getJobName()))
        .distinct()
        .limit(MOST)
        .toList();
  }

  /** Id of an {@link Option}, or of what was chosen before, which is the id itself. */
  public Long idOf(Object choice) {
    return choice instanceof Option option ? option.id() : (Long) choice;
  }

  /** What is shown of an {@link Option}, or of the id that was chosen before. */
  public String labelOf(Object choice) {
    if (choice instanceof Long id) {
      return complete(id.toString()).stream()
          .filter(option -> option.id().equals(id))
          .findFirst()
          .map(Option::label)
          .orElse("#" + id);
    }
    return choice instanceof Option option ? option.label() : "";
  }

  private static JobInfoQuery living() {
    return new JobInfoQuery()
        .setStatusIn(List.of(SwitchableStatus.ENABLE.getV(), SwitchableStatus.DISABLE.getV()));
  }
}
