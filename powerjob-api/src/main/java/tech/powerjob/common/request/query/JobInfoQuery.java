package tech.powerjob.common.request.query;

import java.util.Date;
import java.util.List;
import tech.powerjob.common.PowerQuery;

/**
 * Conditions of {@code queryJob}; a {@code null} condition is not used, the others are combined
 * with AND.
 */
public class JobInfoQuery extends PowerQuery {
  private Long idEq;
  private Long idLt;
  private Long idGt;
  private String jobNameEq;
  private String jobNameLike;
  private String jobDescriptionLike;
  private String jobParamsLike;
  private List<Integer> timeExpressionTypeIn;
  private List<Integer> executeTypeIn;
  private List<Integer> processorTypeIn;
  private String processorInfoEq;
  private String processorInfoLike;
  private List<Integer> statusIn;
  private Long nextTriggerTimeGt;
  private Long nextTriggerTimeLt;
  private String notifyUserIdsLike;
  private Date gmtCreateLt;
  private Date gmtCreateGt;
  private Date gmtModifiedLt;
  private Date gmtModifiedGt;
  private Integer dispatchStrategyEq;
  private String tagEq;

  public Long getIdEq() {
    return idEq;
  }

  public JobInfoQuery setIdEq(Long idEq) {
    this.idEq = idEq;
    return this;
  }

  public Long getIdLt() {
    return idLt;
  }

  public JobInfoQuery setIdLt(Long idLt) {
    this.idLt = idLt;
    return this;
  }

  public Long getIdGt() {
    return idGt;
  }

  public JobInfoQuery setIdGt(Long idGt) {
    this.idGt = idGt;
    return this;
  }

  public String getJobNameEq() {
    return jobNameEq;
  }

  public JobInfoQuery setJobNameEq(String jobNameEq) {
    this.jobNameEq = jobNameEq;
    return this;
  }

  public String getJobNameLike() {
    return jobNameLike;
  }

  public JobInfoQuery setJobNameLike(String jobNameLike) {
    this.jobNameLike = jobNameLike;
    return this;
  }

  public String getJobDescriptionLike() {
    return jobDescriptionLike;
  }

  public JobInfoQuery setJobDescriptionLike(String jobDescriptionLike) {
    this.jobDescriptionLike = jobDescriptionLike;
    return this;
  }

  public String getJobParamsLike() {
    return jobParamsLike;
  }

  public JobInfoQuery setJobParamsLike(String jobParamsLike) {
    this.jobParamsLike = jobParamsLike;
    return this;
  }

  public List<Integer> getTimeExpressionTypeIn() {
    return timeExpressionTypeIn;
  }

  public JobInfoQuery setTimeExpressionTypeIn(List<Integer> timeExpressionTypeIn) {
    this.timeExpressionTypeIn = timeExpressionTypeIn;
    return this;
  }

  public List<Integer> getExecuteTypeIn() {
    return executeTypeIn;
  }

  public JobInfoQuery setExecuteTypeIn(List<Integer> executeTypeIn) {
    this.executeTypeIn = executeTypeIn;
    return this;
  }

  public List<Integer> getProcessorTypeIn() {
    return processorTypeIn;
  }

  public JobInfoQuery setProcessorTypeIn(List<Integer> processorTypeIn) {
    this.processorTypeIn = processorTypeIn;
    return this;
  }

  public String getProcessorInfoEq() {
    return processorInfoEq;
  }

  public JobInfoQuery setProcessorInfoEq(String processorInfoEq) {
    this.processorInfoEq = processorInfoEq;
    return this;
  }

  public String getProcessorInfoLike() {
    return processorInfoLike;
  }

  public JobInfoQuery setProcessorInfoLike(String processorInfoLike) {
    this.processorInfoLike = processorInfoLike;
    return this;
  }

  public List<Integer> getStatusIn() {
    return statusIn;
  }

  public JobInfoQuery setStatusIn(List<Integer> statusIn) {
    this.statusIn = statusIn;
    return this;
  }

  public Long getNextTriggerTimeGt() {
    return nextTriggerTimeGt;
  }

  public JobInfoQuery setNextTriggerTimeGt(Long nextTriggerTimeGt) {
    this.nextTriggerTimeGt = nextTriggerTimeGt;
    return this;
  }

  public Long getNextTriggerTimeLt() {
    return nextTriggerTimeLt;
  }

  public JobInfoQuery setNextTriggerTimeLt(Long nextTriggerTimeLt) {
    this.nextTriggerTimeLt = nextTriggerTimeLt;
    return this;
  }

  public String getNotifyUserIdsLike() {
    return notifyUserIdsLike;
  }

  public JobInfoQuery setNotifyUserIdsLike(String notifyUserIdsLike) {
    this.notifyUserIdsLike = notifyUserIdsLike;
    return this;
  }

  public Date getGmtCreateLt() {
    return gmtCreateLt;
  }

  public JobInfoQuery setGmtCreateLt(Date gmtCreateLt) {
    this.gmtCreateLt = gmtCreateLt;
    return this;
  }

  public Date getGmtCreateGt() {
    return gmtCreateGt;
  }

  public JobInfoQuery setGmtCreateGt(Date gmtCreateGt) {
    this.gmtCreateGt = gmtCreateGt;
    return this;
  }

  public Date getGmtModifiedLt() {
    return gmtModifiedLt;
  }

  public JobInfoQuery setGmtModifiedLt(Date gmtModifiedLt) {
    this.gmtModifiedLt = gmtModifiedLt;
    return this;
  }

  public Date getGmtModifiedGt() {
    return gmtModifiedGt;
  }

  public JobInfoQuery setGmtModifiedGt(Date gmtModifiedGt) {
    this.gmtModifiedGt = gmtModifiedGt;
    return this;
  }

  public Integer getDispatchStrategyEq() {
    return dispatchStrategyEq;
  }

  public JobInfoQuery setDispatchStrategyEq(Integer dispatchStrategyEq) {
    this.dispatchStrategyEq = dispatchStrategyEq;
    return this;
  }

  public String getTagEq() {
    return tagEq;
  }

  public JobInfoQuery setTagEq(String tagEq) {
    this.tagEq = tagEq;
    return this;
  }
}
