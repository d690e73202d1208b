package tech.powerjob.server.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tech.powerjob.common.enums.ErrorCodes;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.common.enums.WorkflowInstanceStatus;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.common.request.query.InstancePageQuery;
import tech.powerjob.common.request.query.JobInfoQuery;
import tech.powerjob.domain.account.Apps;
import tech.powerjob.domain.account.Grants;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.domain.account.RoleScope;
import tech.powerjob.domain.account.Users;
import tech.powerjob.server.audit.AuditLog;
import tech.powerjob.server.instance.InstanceService;
import tech.powerjob.server.job.JobService;
import tech.powerjob.server.worker.WorkerService;
import tech.powerjob.server.workflow.AppLinks;
import tech.powerjob.server.workflow.WorkflowService;
import tech.powerjob.server.workflow.run.RunQuery;
import tech.powerjob.server.workflow.run.WorkflowRunService;

/** Deletes applications that nothing works for any more, and their jobs with them. */
@ApplicationScoped
public class AppRemoval {
  private static final RunQuery RUNNING =
      new RunQuery(
          Optional.empty(),
          Optional.empty(),
          Set.of(WorkflowInstanceStatus.WAITING, WorkflowInstanceStatus.RUNNING),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          0,
          1);

  @Inject private Apps apps;
  @Inject private Users users;
  @Inject private AppAccounts accounts;
  @Inject private UserAccounts userAccounts;
  @Inject private JobService jobs;
  @Inject private InstanceService instances;
  @Inject private WorkflowService workflows;
  @Inject private WorkflowRunService runs;
  @Inject private AppLinks links;
  @Inject private WorkerService workers;
  @Inject private AuditLog audit;

  /**
   * Deletes an application.
   *
   * @throws PowerJobException if workers of it live, or instances or runs of workflows of it have
   *     not ended, or the user may not, or it does not exist
   */
  @Transactional
  public void delete(long appId, Grants grants) {
    var app =
        apps.find(appId)
            .orElseThrow(
                () ->
                    new PowerJobException(
                        ErrorCodes.ILLEGAL_ARGS_ERROR, "no application has the id " + appId));
    if (!grants.allows(Permission.SU, appId, app.namespaceId())) {
      throw new PowerJobException(ErrorCodes.NO_PERMISSION, null);
    }
    if (workers.list(appId).stream().anyMatch(WorkerService.WorkerView::alive)) {
      throw new PowerJobException(
          "Unable to delete apps with live workers, Please remove the worker dependency first!");
    }
    long unfinished = unfinished(appId);
    if (unfinished > 0) {
      throw new PowerJobException(
          "Unable to delete apps with %d unfinished instances, disable its jobs and stop them first!"
              .formatted(unfinished));
    }
    long running = runs.count(appId, RUNNING);
    if (running > 0) {
      throw new PowerJobException(
          "Unable to delete apps with %d unfinished workflow instances, disable its workflows and stop them first!"
              .formatted(running));
    }
    workflows.deleteAll(appId);
    links.forget(appId);
    var living =
        new JobInfoQuery()
            .setStatusIn(List.of(SwitchableStatus.ENABLE.getV(), SwitchableStatus.DISABLE.getV()));
    jobs.find(appId, living).forEach(job -> jobs.delete(appId, job.getId()));
    users.removeRolesOn(RoleScope.APP, appId);
    audit.changed("app.delete", "app", appId, appId, Map.of("appName", app.name()), null);
    apps.remove(app);
    accounts.forget(appId, app.name());
    userAccounts.forgetAll();
  }

  private long unfinished(long appId) {
    var query = new InstancePageQuery();
    query.setPageSize(1);
    query.setStatusIn(
        List.of(
            InstanceStatus.WAITING_DISPATCH.getV(),
            InstanceStatus.WAITING_WORKER_RECEIVE.getV(),
            InstanceStatus.RUNNING.getV()));
    return instances.find(appId, query).getTotalItems();
  }
}
