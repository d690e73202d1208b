package tech.powerjob.web.page;

import jakarta.faces.component.UIData;
import jakarta.faces.context.FacesContext;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.primefaces.PrimeFaces;
import org.primefaces.model.FilterMeta;
import org.primefaces.model.LazyDataModel;
import org.primefaces.model.SortMeta;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.request.query.InstancePageQuery;
import tech.powerjob.common.request.query.JobInfoQuery;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.server.instance.InstanceService;
import tech.powerjob.server.job.JobService;

/** The list of instances, and one of them in detail. */
@Named
@ViewScoped
public class InstancesPage implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int PAGE_SIZE = 15;

  @Inject JobService jobs;
  @Inject InstanceService instances;
  @Inject Console console;
  @Inject InstanceDetails details;
  @Inject FacesContext faces;

  private final Rows rows = new Rows();
  private Long jobId;
  private Integer status;
  private InstanceRow selected;
  private InstanceDetail detail;
  private Integer logPage;
  private Map<Long, String> jobNames;
  private int firstShown;
  private List<InstanceRow> shown = List.of();
  private int total;
  private boolean fresh;

  /** Other conditions begin on their first page. */
  public void filter() {
    ((UIData) faces.getViewRoot().findComponent("list:instances")).setFirst(0);
    read(0);
  }

  /** Reads anew; draws what has changed and nothing else, so that nothing flickers. */
  public void refresh() {
    var before = shown;
    int totalBefore = total;
    read(firstShown);
    fresh = true;
    if (!shown.equals(before) || total != totalBefore) {
      PrimeFaces.current().ajax().update("list:instances");
    }
    var detailBefore = detail;
    if (detail != null) {
      readDetail();
      if (!detail.equals(detailBefore)) {
        PrimeFaces.current().ajax().update("detail:body");
      }
    }
  }

  /** Opens the instance of the selected row, at the end of its log. */
  public void open() {
    logPage = null;
    readDetail();
  }

  public void close() {
    selected = null;
    detail = null;
  }

  /** Shows a page of the log; past the last one the end is followed again. */
  public void showLog(int page) {
    logPage = page >= detail.logPages() - 1 ? null : Math.max(0, page);
    readDetail();
  }

  private void readDetail() {
    detail = details.read(console.appId(Permission.READ), selected.id(), logPage);
  }

  private void read(int first) {
    if (console.app().isEmpty()) {
      shown = List.of();
      total = 0;
      return;
    }
    long appId = console.appId(Permission.READ);
    var query = new InstancePageQuery();
    query.setPageSize(PAGE_SIZE);
    query.setIndex(first / PAGE_SIZE);
    query.setJobIdEq(jobId);
    query.setStatusIn(status == null ? null : List.of(status));
    var page = instances.find(appId, query);
    firstShown = first;
    total = (int) Math.min(Integer.MAX_VALUE, page.getTotalItems());
    shown =
        page.getData().stream()
            .map(each -> InstanceRow.of(each, nameOf(appId, each.getJobId())))
            .toList();
  }

  private String nameOf(long appId, long id) {
    var names = namesOf(appId);
    if (!names.containsKey(id)) {
      // A job that is newer than the page.
      names.put(id, jobs.get(appId, id).getJobName());
    }
    return names.get(id);
  }

  private Map<Long, String> namesOf(long appId) {
    if (jobNames == null) {
      jobNames = new LinkedHashMap<>();
      jobs.find(appId, new JobInfoQuery())
          .forEach(job -> jobNames.put(job.getId(), job.getJobName()));
    }
    return jobNames;
  }

  /** The jobs to filter by, by id. */
  public Map<Long, String> getJobNames() {
    return console.app().isEmpty() ? Map.of() : namesOf(console.appId(Permission.READ));
  }

  public List<Integer> getStatuses() {
    return List.of(InstanceStatus.values()).stream().map(InstanceStatus::getV).toList();
  }

  public boolean isFiltered() {
    return jobId != null || status != null;
  }

  public LazyDataModel<InstanceRow> getRows() {
    return rows;
  }

  public int getPageSize() {
    return PAGE_SIZE;
  }

  public Long getJobId() {
    return jobId;
  }

  public void setJobId(Long jobId) {
    this.jobId = jobId;
  }

  public Integer getStatus() {
    return status;
  }

  public void setStatus(Integer status) {
    this.status = status;
  }

  public InstanceRow getSelected() {
    return selected;
  }

  public void setSelected(InstanceRow selected) {
    this.selected = selected;
  }

  /** The open instance; {@code null} while none is. */
  public InstanceDetail getDetail() {
    return detail;
  }

  /** The table asks through this for the page that it shows. */
  private final class Rows extends LazyDataModel<InstanceRow> {
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
    public List<InstanceRow> load(
        int first, int pageSize, Map<String, SortMeta> sort, Map<String, FilterMeta> filters) {
      if (first != firstShown) {
        read(first);
      }
      return shown;
    }

    @Override
    public String getRowKey(InstanceRow row) {
      return String.valueOf(row.id());
    }

    @Override
    public InstanceRow getRowData(String key) {
      return shown.stream().filter(row -> getRowKey(row).equals(key)).findFirst().orElse(null);
    }
  }
}
