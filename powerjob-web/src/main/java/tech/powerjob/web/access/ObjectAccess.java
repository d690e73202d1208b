package tech.powerjob.web.access;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.util.OptionalLong;
import java.util.function.Supplier;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.server.instance.InstanceService;
import tech.powerjob.server.job.JobService;
import tech.powerjob.server.job.UnknownObjectException;
import tech.powerjob.server.workflow.WorkflowService;
import tech.powerjob.server.workflow.run.WorkflowRunService;
import tech.powerjob.web.rest.RequestParameters;

/**
 * Whether the caller may do something to a job, an instance, a workflow or a run of one: what
 * counts is the application that the object belongs to, whatever the call says. An unknown object
 * is answered like a forbidden one, except to those who may see all.
 */
@RequestScoped
public class ObjectAccess {
  @Inject CurrentApp app;
  @Inject CurrentUser user;
  @Inject JobService jobs;
  @Inject InstanceService instances;
  @Inject WorkflowService workflows;
  @Inject WorkflowRunService runs;
  @Inject RequestParameters parameters;

  /**
   * The application in which the caller may do this to the job. That of a calling application is
   * its own, whether the job is or not: services find no others.
   *
   * @throws tech.powerjob.common.exception.PowerJobException if a user may not
   * @throws UnknownObjectException if there is no such job and the user may know that
   */
  public long ofJob(Permission permission, long jobId) {
    return of(permission, () -> jobs.appOf(jobId), "can't find job by jobId: " + jobId);
  }

  /**
   * The application in which the caller may do this to the instance, as {@link #ofJob}.
   *
   * @throws tech.powerjob.common.exception.PowerJobException if a user may not
   * @throws UnknownObjectException if there is no such instance and the user may know that
   */
  public long ofInstance(Permission permission, long instanceId) {
    return of(
        permission,
        () -> instances.appOf(instanceId),
        "can't find instance by instanceId: " + instanceId);
  }

  /**
   * The application in which the caller may do this to the workflow, as {@link #ofJob}.
   *
   * @throws tech.powerjob.common.exception.PowerJobException if a user may not
   * @throws UnknownObjectException if there is no such workflow and the user may know that
   */
  public long ofWorkflow(Permission permission, long workflowId) {
    return of(
        permission, () -> workflows.appOf(workflowId), "can't find workflow by id: " + workflowId);
  }

  /**
   * The application in which the caller may do this to the run of a workflow, as {@link #ofJob}.
   *
   * @throws tech.powerjob.common.exception.PowerJobException if a user may not
   * @throws UnknownObjectException if there is no such run and the user may know that
   */
  public long ofWorkflowRun(Permission permission, long wfInstanceId) {
    return of(
        permission,
        () -> runs.appOf(wfInstanceId),
        "can't find workflow instance by wfInstanceId: " + wfInstanceId);
  }

  private long of(Permission permission, Supplier<OptionalLong> lookUp, String unknown) {
    var requested = parameters.findNumber("appId").orElse(null);
    if (app.find().isPresent()) {
      return app.id(requested);
    }
    var owner = lookUp.get();
    if (owner.isEmpty()) {
      if (user.get().grants().allowsEverywhere(permission)) {
        throw new UnknownObjectException(unknown);
      }
      throw CurrentUser.denied();
    }
    long appId = user.app(permission, owner.getAsLong()).id();
    if (requested != null && requested != appId) {
      throw new UnknownObjectException(unknown + " in the app whose appId is " + requested);
    }
    return appId;
  }
}
