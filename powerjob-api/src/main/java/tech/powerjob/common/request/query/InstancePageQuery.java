package tech.powerjob.common.request.query;

import java.util.Date;
import java.util.List;

/** Conditions and page of {@code queryInstance}; a {@code null} condition is not used. */
public class InstancePageQuery extends PowerPageQuery {
  private Long instanceIdEq;
  private Long instanceIdLt;
  private Long instanceIdGt;
  private String outerKeyEq;
  private Long jobIdEq;
  private List<Integer> statusIn;
  private Date gmtCreateLt;
  private Date gmtCreateGt;
  private Date gmtModifiedLt;
  private Date gmtModifiedGt;

  public Long getInstanceIdEq() {
    return instanceIdEq;
  }

  public void setInstanceIdEq(Long instanceIdEq) {
    this.instanceIdEq = instanceIdEq;
  }

  public Long getInstanceIdLt() {
    return instanceIdLt;
  }

  public void setInstanceIdLt(Long instanceIdLt) {
    this.instanceIdLt = instanceIdLt;
  }

  public Long getInstanceIdGt() {
    return instanceIdGt;
  }

  public void setInstanceIdGt(Long instanceIdGt) {
    this.instanceIdGt = instanceIdGt;
  }

  public String getOuterKeyEq() {
    return outerKeyEq;
  }

  public void setOuterKeyEq(String outerKeyEq) {
    this.outerKeyEq = outerKeyEq;
  }

  public Long getJobIdEq() {
    return jobIdEq;
  }

  public void setJobIdEq(Long jobIdEq) {
    this.jobIdEq = jobIdEq;
  }

  public List<Integer> getStatusIn() {
    return statusIn;
  }

  public void setStatusIn(List<Integer> statusIn) {
    this.statusIn = statusIn;
  }

  public Date getGmtCreateLt() {
    return gmtCreateLt;
  }

  public void setGmtCreateLt(Date gmtCreateLt) {
    this.gmtCreateLt = gmtCreateLt;
  }

  public Date getGmtCreateGt() {
    return gmtCreateGt;
  }

  public void setGmtCreateGt(Date gmtCreateGt) {
    this.gmtCreateGt = gmtCreateGt;
  }

  public Date getGmtModifiedLt() {
    return gmtModifiedLt;
  }

  public void setGmtModifiedLt(Date gmtModifiedLt) {
    this.gmtModifiedLt = gmtModifiedLt;
  }

  public Date getGmtModifiedGt() {
    return gmtModifiedGt;
  }

  public void setGmtModifiedGt(Date gmtModifiedGt) {
    this.gmtModifiedGt = gmtModifiedGt;
  }
}
