package tech.powerjob.web.page.search;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tech.powerjob.domain.account.App;
import tech.powerjob.server.instance.InstanceService;
import tech.powerjob.server.job.JobFilter;
import tech.powerjob.server.job.JobSearch;
import tech.powerjob.server.worker.WorkerService;
import tech.powerjob.web.page.Address;
import tech.powerjob.web.page.Console;

/**
 * Finds jobs, instances and workers in all applications that the user may see, the one they look at
 * first.
 */
@Named
@RequestScoped
public class SearchPage {
  private static final int MOST = 20;
  private static final long TIME_NANOS = 400_000_000;

  /**
   * Something that was found.
   *
   * @param kind job, instance or worker
   * @param id of a job or an instance; {@code null} for a worker
   * @param note what else is known of it
   */
  public record Hit(String kind, long appId, String app, Long id, String name, String note) {}

  @Inject JobSearch jobs;
  @Inject InstanceService instances;
  @Inject WorkerService workers;
  @Inject Console console;

  private String words;
  private boolean whole = true;
  private final List<Hit> hits = new ArrayList<>();

  @PostConstruct
  void search() {
    words = Address.text("q").orElse("");
    if (words.isEmpty()) {
      return;
    }
    var id = Address.parse(words);
    id.ifPresent(this::instance);
    long end = System.nanoTime() + TIME_NANOS;
    var here = console.getAppId();
    var apps =
        console.getApps().stream()
            .sorted(Comparator.comparing((App app) -> !app.id().equals(here)))
            .toList();
    for (var app : apps) {
      if (hits.size() >= MOST || System.nanoTime() - end >= 0) {
        whole = false;
        return;
      }
      jobs(app, id);
      workers(app);
    }
  }

  private void instance(long id) {
    var appId = instances.appOf(id);
    if (appId.isEmpty()) {
      return;
    }
    console.getApps().stream()
        .filter(app -> app.id() == appId.getAsLong())
        .findFirst()
        .ifPresent(
            app -> hits.add(new Hit("instance", app.id(), app.name(), id, String.valueOf(id), "")));
  }

  private void jobs(App app, Optional<Long> id) {
    for (var condition : id.isPresent() ? List.of(true, false) : List.of(false)) {
      jobs.find(
              app.id(),
              new JobFilter(
                  condition ? id : Optional.empty(),
                  condition ? Optional.empty() : Optional.of(words),
                  Optional.empty(),
                  List.of(),
                  List.of(),
                  Optional.empty(),
                  Optional.empty(),
                  MOST))
          .forEach(
              job ->
                  add(
                      new Hit(
                          "job",
                          app.id(),
                          app.name(),
                          job.getId(),
                          job.getJobName(),
                          job.getProcessorInfo())));
    }
  }

  private void workers(App app) {
    var part = words.toLowerCase(Locale.ROOT);
    workers.list(app.id()).stream()
        .filter(
            worker ->
                worker.address().toLowerCase(Locale.ROOT).contains(part)
                    || (worker.tag() != null
                        && worker.tag().toLowerCase(Locale.ROOT).contains(part)))
        .limit(MOST)
        .forEach(
            worker ->
                add(new Hit("worker", app.id(), app.name(), null, worker.address(), worker.tag())));
  }

  private void add(Hit hit) {
    if (!hits.contains(hit)) {
      hits.add(hit);
    }
  }

  public String getWords() {
    return words;
  }

  public List<Hit> getHits() {
    return hits;
  }

  /** Whether everything was looked at. */
  public boolean isWhole() {
    return whole;
  }
}
