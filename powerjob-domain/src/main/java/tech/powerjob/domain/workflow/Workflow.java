package tech.powerjob.domain.workflow;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.TableGenerator;
import java.time.Instant;
import java.util.Date;
import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.model.LifeCycle;
import tech.powerjob.common.model.WorkflowOptions;
import tech.powerjob.domain.worker.Partitions;

/**
 * A workflow as it is defined: its schedule and the shape of its graph. Definitions are edited by
 * users; only the next trigger time is moved by the scheduler, and that through the ledger and
 * never through this class. Not thread-safe.
 */
@Entity
@Table(name = "workflow_info")
public class Workflow {
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

  @Column(name = "partition_no")
  private int partition;

  @Column(name = "app_id")
  private long appId;

  @Column(name = "wf_name")
  private String wfName;

  @Column(name = "wf_description")
  private String wfDescription;

  private String pedag;

  @Column(name = "time_expression_type")
  private TimeExpressionType timeExpressionType;

  @Column(name = "time_expression")
  private String timeExpression;

  @Column(name = "max_wf_instance_num")
  private int maxWfInstanceNum;

  private SwitchableStatus status;

  @Column(name = "next_trigger_time")
  private Long nextTriggerTime;

  @Column(name = "notify_user_ids")
  private String notifyUserIds;

  private String extra;

  @Column(name = "lifecycle")
  private LifeCycle lifeCycle;

  private WorkflowOptions options;

  private int version;

  @Column(name = "gmt_create")
  private Date gmtCreate;

  @Column(name = "gmt_modified")
  private Date gmtModified;

  /** For the persistence provider and for {@link #create}. */
  protected Workflow() {}

  /** A workflow without an id, enabled, which the caller fills. */
  public static Workflow create(long appId, Instant now) {
    var workflow = new Workflow();
    workflow.appId = appId;
    workflow.status = SwitchableStatus.ENABLE;
    workflow.gmtCreate = Date.from(now);
    workflow.gmtModified = Date.from(now);
    return workflow;
  }

  public boolean isEnabled() {
    return status == SwitchableStatus.ENABLE;
  }

  /** Id of the workflow, {@code null} until it is stored. */
  public Long getId() {
    return id;
  }

  /** Puts a workflow that has just got its id into its partition. */
  public void assignPartition() {
    partition = Partitions.ofJob(id);
  }

  /** Who looks after the workflow, see {@link Partitions}. */
  public int getPartition() {
    return partition;
  }

  public long getAppId() {
    return appId;
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

  public TimeExpressionType getTimeExpressionType() {
    return timeExpressionType;
  }

  public void setTimeExpressionType(TimeExpressionType timeExpressionType) {
    this.timeExpressionType = timeExpressionType;
  }

  public String getTimeExpression() {
    return timeExpression;
  }

  public void setTimeExpression(String timeExpression) {
    this.timeExpression = timeExpression;
  }

  /** How many runs may go on at once; 0 or less for no limit. */
  public int getMaxWfInstanceNum() {
    return maxWfInstanceNum;
  }

  public void setMaxWfInstanceNum(int maxWfInstanceNum) {
    this.maxWfInstanceNum = maxWfInstanceNum;
  }

  public SwitchableStatus getStatus() {
    return status;
  }

  public void setStatus(SwitchableStatus status) {
    this.status = status;
  }

  /**
   * The first due instant that is not yet accounted for, epoch milliseconds; {@code null} when
   * there is none.
   */
  public Long getNextTriggerTime() {
    return nextTriggerTime;
  }

  public void setNextTriggerTime(Long nextTriggerTime) {
    this.nextTriggerTime = nextTriggerTime;
  }

  /** Comma list of the users to be told of failures. */
  public String getNotifyUserIds() {
    return notifyUserIds;
  }

  public void setNotifyUserIds(String notifyUserIds) {
    this.notifyUserIds = notifyUserIds;
  }

  public String getExtra() {
    return extra;
  }

  public void setExtra(String extra) {
    this.extra = extra;
  }

  public LifeCycle getLifeCycle() {
    return lifeCycle;
  }

  public void setLifeCycle(LifeCycle lifeCycle) {
    this.lifeCycle = lifeCycle;
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

  public Date getGmtCreate() {
    return new Date(gmtCreate.getTime());
  }

  public Date getGmtModified() {
    return new Date(gmtModified.getTime());
  }

  public void setGmtModified(Date gmtModified) {
    this.gmtModified = new Date(gmtModified.getTime());
  }
}
