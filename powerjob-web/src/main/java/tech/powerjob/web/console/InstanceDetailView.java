package tech.powerjob.web.console;

import java.util.List;
import tech.powerjob.common.response.InstanceInfoDTO;

/** What the console's detail dialog shows of an instance. */
public record InstanceDetailView(
    String expectedTriggerTime,
    String actualTriggerTime,
    String finishedTime,
    int status,
    String result,
    String taskTrackerAddress,
    String jobParams,
    String instanceParams,
    TaskDetail taskDetail,
    List<TaskRow> queriedTaskDetailInfoList,
    List<Object> subInstanceDetails,
    Long runningTimes,
    String outerKey,
    String extendValue) {
  /** Numbers of tasks of a distributed instance. */
  public record TaskDetail(
      long totalTaskNum,
      long succeedTaskNum,
      long failedTaskNum,
      long waitingDispatchTaskNum,
      long workerUnreceivedTaskNum,
      long receivedTaskNum,
      long runningTaskNum) {}

  /** A task that the query found. */
  public record TaskRow(
      String taskId,
      String taskName,
      String taskContent,
      String processorAddress,
      int status,
      String statusStr,
      String result,
      int failedCnt,
      Long createdTime,
      String createdTimeStr,
      Long lastModifiedTime,
      String lastModifiedTimeStr,
      Long lastReportTime,
      String lastReportTimeStr) {}

  /**
   * The view.
   *
   * @param numbers {@code null} if the instance has no tasks
   */
  static InstanceDetailView of(InstanceInfoDTO instance, TaskDetail numbers, List<TaskRow> tasks) {
    return new InstanceDetailView(
        Times.text(instance.getExpectedTriggerTime()),
        Times.text(instance.getActualTriggerTime()),
        Times.text(instance.getFinishedTime()),
        instance.getStatus(),
        instance.getResult(),
        instance.getTaskTrackerAddress(),
        instance.getJobParams(),
        instance.getInstanceParams(),
        numbers,
        tasks,
        null,
        instance.getRunningTimes(),
        instance.getOuterKey(),
        instance.getExtendValue());
  }
}
