package tech.powerjob.domain.schedule;

import jakarta.persistence.Column;
import jakarta.persistence.MappedSuperclass;
import java.time.Instant;
import java.util.Date;
import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.model.LifeCycle;
import tech.powerjob.domain.worker.Partitions;

/**
 * What jobs and workflows have in common: whose they are, when they are due, and whether their
 * schedule fires. Definitions are edited by users; only the next trigger time is moved by the
 * scheduler, and that through the ledger and never through this class. Not thread-safe.
 */
@MappedSuperclass
public abstract class ScheduledDefinition {
  @Column(name = "partition_no")
  private int partition;

  @Column(name = "app_id")
  private long appId;

  @Column(name = "time_expression_type")
  private TimeExpressionType timeExpressionType;

  @Column(name = "time_expression")
  private String timeExpression;

  private SwitchableStatus status;

  @Column(name = "next_trigger_time")
  private Long nextTriggerTime;

  @Column(name = "lifecycle")
  private LifeCycle lifeCycle;

  @Column(name = "notify_user_ids")
  private String notifyUserIds;

  private String extra;

  @Column(name = "gmt_create")
  private Date gmtCreate;

  @Column(name = "gmt_modified")
  private Date gmtModified;

  /** For the persistence provider. */
  protected ScheduledDefinition() {}

  /** One without an id, enabled, which the caller fills. */
  protected ScheduledDefinition(long appId, Instant now) {
    this.appId = appId;
    this.status = SwitchableStatus.ENABLE;
    this.gmtCreate = Date.from(now);
    this.gmtModified = Date.from(now);
  }

  /** Id in its own table, {@code null} until it is stored. */
  public abstract Long getId();

  public boolean isEnabled() {
    return status == SwitchableStatus.ENABLE;
  }

  /** Puts what has just got its id into its partition. */
  public void assignPartition() {
    partition = Partitions.ofJob(getId());
  }

  /** Which server looks after it, see {@link Partitions}. */
  public int getPartition() {
    return partition;
  }

  public long getAppId() {
    return appId;
  }

  public TimeExpressionType getTimeExpressionType() {
    return timeExpressionType;
  }

  public void setTimeExpressionType(TimeExpressionType timeExpressionType) {
    this.timeExpressionType = timeExpressionType;
  }

  /** What the schedule is, in the language of its type; {@code null} for types that need none. */
  public String getTimeExpression() {
    return timeExpression;
  }

  public void setTimeExpression(String timeExpression) {
    this.timeExpression = timeExpression;
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

  /** The time in which the schedule fires, {@code null} for always. */
  public LifeCycle getLifeCycle() {
    return lifeCycle;
  }

  public void setLifeCycle(LifeCycle lifeCycle) {
    this.lifeCycle = lifeCycle;
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
