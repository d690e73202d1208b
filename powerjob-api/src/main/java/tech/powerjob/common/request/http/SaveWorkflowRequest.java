package tech.powerjob.common.request.http;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.common.model.LifeCycle;
import tech.powerjob.common.model.PEWorkflowDAG;
import tech.powerjob.common.model.WorkflowOptions;

/**
 * Body of {@code saveWorkflow}: the whole definition of a workflow, whose nodes have been saved
 * before. Without an id it creates a workflow, with an id it replaces one. Not thread-safe.
 */
public class SaveWorkflowRequest implements Serializable {
  private static final long serialVersionUID = 1L;

  private Long id;
  private String wfName;
  private String wfDescription;
  private Long appId;
  private TimeExpressionType timeExpressionType;
  private String timeExpression;
  private Integer maxWfInstanceNum = 1;
  private boolean enable = true;
  private List<Long> notifyUserIds = new ArrayList<>();
  private PEWorkflowDAG dag;
  private LifeCycle lifeCycle;
  private WorkflowOptions options;

  /**
   * Checks that everything is there that must be; the server checks that and more.
   *
   * @throws PowerJobException naming the first field that is missing
   */
  public void valid() {
    if (wfName == null || wfName.isEmpty()) {
      throw new PowerJobException("workflow name can't be empty");
    }
    if (appId == null) {
      throw new PowerJobException("appId can't be empty");
    }
    if (timeExpressionType == null) {
      throw new PowerJobException("timeExpressionType can't be empty");
    }
  }

  public Long getId() {
    return id;
  }

  public void setId(Long id) {
    this.id = id;
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

  public Long getAppId() {
    return appId;
  }

  public void setAppId(Long appId) {
    this.appId = appId;
  }

  /** API or CRON. */
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
  public Integer getMaxWfInstanceNum() {
    return maxWfInstanceNum;
  }

  public void setMaxWfInstanceNum(Integer maxWfInstanceNum) {
    this.maxWfInstanceNum = maxWfInstanceNum;
  }

  public boolean isEnable() {
    return enable;
  }

  public void setEnable(boolean enable) {
    this.enable = enable;
  }

  /** Users to be told of failures; {@code null} keeps those that are stored. */
  public List<Long> getNotifyUserIds() {
    return notifyUserIds;
  }

  public void setNotifyUserIds(List<Long> notifyUserIds) {
    this.notifyUserIds = notifyUserIds;
  }

  public PEWorkflowDAG getDag() {
    return dag;
  }

  public void setDag(PEWorkflowDAG dag) {
    this.dag = dag;
  }

  /** When the schedule fires; {@code null} for always. */
  public LifeCycle getLifeCycle() {
    return lifeCycle;
  }

  public void setLifeCycle(LifeCycle lifeCycle) {
    this.lifeCycle = lifeCycle;
  }

  /** What goes beyond PowerJob's fields; {@code null} keeps what is stored. */
  public WorkflowOptions getOptions() {
    return options;
  }

  public void setOptions(WorkflowOptions options) {
    this.options = options;
  }
}
