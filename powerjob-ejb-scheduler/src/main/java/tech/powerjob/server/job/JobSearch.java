package tech.powerjob.server.job;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.domain.job.Job;

/** Finds jobs for people, page by page. Every call is confined to one application. Thread-safe. */
@ApplicationScoped
public class JobSearch {
  @PersistenceContext(unitName = "powerjob")
  private EntityManager entities;

  /** The jobs of an application that the filter lets through. */
  public List<JobDocument> find(long appId, JobFilter filter) {
    var text = new StringBuilder("SELECT j FROM Job j WHERE j.appId = ?1");
    var values = new ArrayList<Object>(List.of(appId));
    if (filter.status().isPresent()) {
      add(text, values, " AND j.status = ?%d", filter.status().get());
    } else {
      add(text, values, " AND j.status <> ?%d", SwitchableStatus.DELETED);
    }
    filter.id().ifPresent(id -> add(text, values, " AND j.id = ?%d", id));
    filter.after().ifPresent(id -> add(text, values, " AND j.id > ?%d", id));
    filter.tag().ifPresent(tag -> add(text, values, " AND j.tag = ?%d", tag));
    filter.text().ifPresent(part -> add(text, values, CONTAINS, containing(part)));
    if (!filter.types().isEmpty()) {
      add(text, values, " AND j.timeExpressionType IN ?%d", filter.types());
    }
    if (!filter.executeTypes().isEmpty()) {
      add(text, values, " AND j.executeType IN ?%d", filter.executeTypes());
    }
    var query = entities.createQuery(text + " ORDER BY j.id", Job.class);
    for (int i = 0; i < values.size(); i++) {
      query.setParameter(i + 1, values.get(i));
    }
    return query.setMaxResults(filter.limit()).getResultStream().map(JobMapping::document).toList();
  }

  private static final String CONTAINS =
      " AND (LOWER(j.jobName) LIKE ?%1$d ESCAPE '!' OR LOWER(j.processorInfo) LIKE ?%1$d ESCAPE '!'"
          + " OR LOWER(j.jobDescription) LIKE ?%1$d ESCAPE '!')";

  private static String containing(String part) {
    var plain =
        part.toLowerCase(Locale.ROOT).replace("!", "!!").replace("%", "!%").replace("_", "!_");
    return "%" + plain + "%";
  }

  private static void add(StringBuilder text, List<Object> values, String condition, Object value) {
    values.add(value);
    text.append(condition.formatted(values.size()));
  }
}
