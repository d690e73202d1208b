package tech.powerjob.server.job;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.domain.job.Job;
import tech.powerjob.server.store.TextPattern;

/** Finds jobs for people, page by page. Every call is confined to one application. Thread-safe. */
@ApplicationScoped
public class JobSearch {
  @PersistenceContext(unitName = "powerjob")
  private EntityManager entities;

  /** The jobs of an application that the filter lets through. */
  public List<JobDocument> find(long appId, JobFilter filter) {
    var text = new StringBuilder("SELECT j FROM Job j WHERE j.appId = ?1");
    var values = new ArrayList<Object>(List.of(appId));
    // Said by what is left out, as an optimizer that sees a value here reads all jobs of that
    // status
    // and sorts them, instead of the first few in their order.
    add(text, values, " AND j.status NOT IN ?%d", allBut(filter.status()));
    filter.id().ifPresent(id -> add(text, values, " AND j.id = ?%d", id));
    filter.after().ifPresent(id -> add(text, values, " AND j.id > ?%d", id));
    filter.tag().ifPresent(tag -> add(text, values, " AND j.tag = ?%d", tag));
    filter.text().ifPresent(part -> add(text, values, CONTAINS, TextPattern.containing(part)));
    if (!filter.types().isEmpty()) {
      add(text, values, " AND j.timeExpressionType IN ?%d", filter.types());
    }
    if (!filter.executeTypes().isEmpty()) {
      add(text, values, " AND j.executeType IN ?%d", filter.executeTypes());
    }
    return documents(text + " ORDER BY j.appId, j.id", values, filter.limit());
  }

  /**
   * The enabled jobs of an application that fire next.
   *
   * @param before only those that are due before
   * @param most at most so many
   */
  public List<JobDocument> nextToFire(long appId, Instant before, int most) {
    // The sum keeps the optimizer from the index of all jobs of the application.
    return documents(
        "SELECT j FROM Job j WHERE j.status = ?1 AND j.nextTriggerTime >= 0"
            + " AND j.nextTriggerTime < ?2 AND j.appId + 0 = ?3 ORDER BY j.nextTriggerTime",
        List.of(SwitchableStatus.ENABLE, before.toEpochMilli(), appId),
        most);
  }

  private List<JobDocument> documents(String text, List<Object> values, int most) {
    var query = entities.createQuery(text, Job.class);
    for (int i = 0; i < values.size(); i++) {
      query.setParameter(i + 1, values.get(i));
    }
    return query.setMaxResults(most).getResultStream().map(JobMapping::document).toList();
  }

  private static List<SwitchableStatus> allBut(Optional<SwitchableStatus> status) {
    return Stream.of(SwitchableStatus.values())
        .filter(
            each -> status.map(wanted -> each != wanted).orElse(each == SwitchableStatus.DELETED))
        .toList();
  }

  private static final String CONTAINS =
      Stream.of("j.jobName", "j.processorInfo", "j.jobDescription")
          .map(field -> TextPattern.condition(field, "?%1$d"))
          .collect(Collectors.joining(" OR ", " AND (", ")"));

  private static void add(StringBuilder text, List<Object> values, String condition, Object value) {
    values.add(value);
    text.append(condition.formatted(values.size()));
  }
}
