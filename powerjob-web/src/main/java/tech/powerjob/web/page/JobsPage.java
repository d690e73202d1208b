package tech.powerjob.web.page;

import jakarta.faces.application.FacesMessage;
import jakarta.faces.component.UIData;
import jakarta.faces.context.FacesContext;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.primefaces.PrimeFaces;
import org.primefaces.model.FilterMeta;
import org.primefaces.model.LazyDataModel;
import org.primefaces.model.SortMeta;
import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.common.request.http.RunJobRequest;
import tech.powerjob.common.request.query.JobInfoQuery;
import tech.powerjob.common.response.JobInfoDTO;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.server.instance.InstanceService;
import tech.powerjob.server.job.JobService;

/** The list of jobs. */
@Named
@ViewScoped
public class JobsPage implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int PAGE_SIZE = 15;

  @Inject JobService jobs;
  @Inject InstanceService instances;
  @Inject Console console;
  @Inject Texts texts;
  @Inject FacesContext faces;

  private final Rows rows = new Rows();
  private String name;
  private int firstShown;
  private List<JobRow> shown = List.of();
  private int total;
  private boolean fresh;

  /** Other conditions begin on their first page. */
  public void filter() {
    ((UIData) faces.getViewRoot().findComponent("list:jobs")).setFirst(0);
    read(0);
  }

  /** Reads anew; draws the table only if something has changed, so that nothing flickers. */
  public void refresh() {
    var before = shown;
    int totalBefore = total;
    read(firstShown);
    fresh = true;
    if (!shown.equals(before) || total != totalBefore) {
      PrimeFaces.current().ajax().update("list:jobs");
    }
  }

  public void run(JobRow job) {
    try {
      long id =
          instances.run(console.appId(Permission.OPS), new RunJobRequest().setJobId(job.id()));
      tell(FacesMessage.SEVERITY_INFO, texts.get("jobs.started", job.name(), String.valueOf(id)));
      refresh();
    } catch (PowerJobException | IllegalArgumentException e) {
      tell(FacesMessage.SEVERITY_ERROR, e.getMessage());
    }
  }

  private void tell(FacesMessage.Severity severity, String text) {
    faces.addMessage(null, new FacesMessage(severity, text, null));
  }

  private void read(int first) {
    var app = console.app();
    if (app.isEmpty()) {
      shown = List.of();
      total = 0;
      return;
    }
    long appId = console.appId(Permission.READ);
    var found = jobs.find(appId, notDeleted()).stream().filter(this::matches).toList();
    total = found.size();
    firstShown = first < total ? first : 0;
    var page = found.subList(firstShown, Math.min(firstShown + PAGE_SIZE, total));
    var last = instances.latest(appId, page.stream().map(JobInfoDTO::getId).toList());
    shown = page.stream().map(job -> JobRow.of(job, last.get(job.getId()))).toList();
  }

  private static JobInfoQuery notDeleted() {
    return new JobInfoQuery()
        .setStatusIn(List.of(SwitchableStatus.ENABLE.getV(), SwitchableStatus.DISABLE.getV()));
  }

  /** In any case of letters, whatever the database thinks of it. */
  private boolean matches(JobInfoDTO job) {
    return !isFiltered()
        || job.getJobName().toLowerCase(Locale.ROOT).contains(name.trim().toLowerCase(Locale.ROOT));
  }

  /** Whether the list is empty because of the filter. */
  public boolean isFiltered() {
    return name != null && !name.isBlank();
  }

  public LazyDataModel<JobRow> getRows() {
    return rows;
  }

  public int getPageSize() {
    return PAGE_SIZE;
  }

  public String getName() {
    return name;
  }

  public void setName(String name) {
    this.name = name;
  }

  /** The table asks through this for the page that it shows. */
  private final class Rows extends LazyDataModel<JobRow> {
    private static final long serialVersionUID = 1L;

    @Override
    public int count(Map<String, FilterMeta> filters) {
      if (!fresh) {
        read(firstShown);
      }
      fresh = false;
      return total;
    }

    @Override
    public List<JobRow> load(
        int first, int pageSize, Map<String, SortMeta> sort, Map<String, FilterMeta> filters) {
      if (first != firstShown) {
        read(first);
      }
      return shown;
    }

    @Override
    public String getRowKey(JobRow row) {
      return String.valueOf(row.id());
    }

    @Override
    public JobRow getRowData(String key) {
      return shown.stream().filter(row -> getRowKey(row).equals(key)).findFirst().orElse(null);
    }
  }
}
