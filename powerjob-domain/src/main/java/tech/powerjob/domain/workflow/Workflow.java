package tech.powerjob.domain.workflow;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.TableGenerator;
import java.time.Instant;
import tech.powerjob.common.model.WorkflowOptions;
import tech.powerjob.domain.schedule.ScheduledDefinition;

/**
 * A workflow as it is defined: its schedule and the shape of its graph. Definitions are edited by
 * users; only the next trigger time is moved by the scheduler, and that through the ledger and
 * never through this class. Not thread-safe.
 */
@Entity
@Table(name = "workflow_info")
public class Workflow extends ScheduledDefinition {
  @Id
  @GeneratedValue(generator = "workflow_info")
  @TableGenerator(
      name = "workflow_info",
      table = "id_sequence",
      pkColumnName = "name",
      pkColumnValue = "workflow_info",
      valueColumnName = "last_id",
      allocationSize = 1)
  private Long id;

  @Column(name = "wf_name")
  private String wfName;

  @Column(name = "wf_description")
  private String wfDescription;

  private String pedag;

  @Column(name = "max_wf_instance_num")
  private int maxWfInstanceNum;

  private WorkflowOptions options;

  private int version;

  /** For the persistence provider. */
  protected Workflow() {}

  private Workflow(long appId, Instant now) {
    super(appId, now);
  }

  /** A workflow without an id, enabled, which the caller fills. */
  public static Workflow create(long appId, Instant now) {
    return new Workflow(appId, now);
  }

  @Override
  public Long getId() {
    return id;
  }

  public String getWfName() {
    return wfName;
  }

  public void setWfName(String wfName) {
    this.wfName = wfName;
  }

  public String getWfDescription() {
    return wfDescription;
  }

  public void setWfDescription(String wfDescription) {
    this.wfDescription = wfDescription;
  }

  /** JSON of a {@link tech.powerjob.common.model.PEWorkflowDAG} that holds ids and edges only. */
  public String getPedag() {
    return pedag;
  }

  public void setPedag(String pedag) {
    this.pedag = pedag;
  }

  /** How many runs may go on at once; 0 or less for no limit. */
  public int getMaxWfInstanceNum() {
    return maxWfInstanceNum;
  }

  public void setMaxWfInstanceNum(int maxWfInstanceNum) {
    this.maxWfInstanceNum = maxWfInstanceNum;
  }

  /** What goes beyond PowerJob's fields; never {@code null}. */
  public WorkflowOptions getOptions() {
    return options == null ? new WorkflowOptions() : options;
  }

  public void setOptions(WorkflowOptions options) {
    this.options = options;
  }

  /** Number of the graph that new runs are pinned to; 0 until the first one is stored. */
  public int getVersion() {
    return version;
  }

  public void setVersion(int version) {
    this.version = version;
  }
}
