package tech.powerjob.web;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import java.util.Set;
import tech.powerjob.web.access.AccessFilter;
import tech.powerjob.web.api.AlarmTestApi;
import tech.powerjob.web.api.AlarmsApi;
import tech.powerjob.web.api.AuditApi;
import tech.powerjob.web.api.DeadCommandApi;
import tech.powerjob.web.api.InstanceApi;
import tech.powerjob.web.api.InstancesApi;
import tech.powerjob.web.api.JobSetApi;
import tech.powerjob.web.api.JobsApi;
import tech.powerjob.web.api.LedgerAuditApi;
import tech.powerjob.web.api.LogApi;
import tech.powerjob.web.api.PoolApi;
import tech.powerjob.web.api.ProgressApi;
import tech.powerjob.web.api.RunApi;
import tech.powerjob.web.api.SessionApi;
import tech.powerjob.web.api.TaskApi;
import tech.powerjob.web.api.WorkersApi;
import tech.powerjob.web.api.WorkflowLinksApi;
import tech.powerjob.web.api.WorkflowRunApi;
import tech.powerjob.web.api.WorkflowRunsApi;
import tech.powerjob.web.api.WorkflowsApi;
import tech.powerjob.web.console.AppResource;
import tech.powerjob.web.console.InstanceConsoleResource;
import tech.powerjob.web.console.JobConsoleResource;
import tech.powerjob.web.console.LogConsoleResource;
import tech.powerjob.web.console.LoginResource;
import tech.powerjob.web.console.NamespaceResource;
import tech.powerjob.web.console.PwjbUserResource;
import tech.powerjob.web.console.SystemResource;
import tech.powerjob.web.console.UserResource;
import tech.powerjob.web.console.ValidateResource;
import tech.powerjob.web.console.WorkflowConsoleResource;
import tech.powerjob.web.console.WorkflowRunConsoleResource;
import tech.powerjob.web.gateway.HttpWorkersResource;
import tech.powerjob.web.openapi.AppLoginResource;
import tech.powerjob.web.openapi.InstanceResource;
import tech.powerjob.web.openapi.JobResource;
import tech.powerjob.web.openapi.WorkerConnectionResource;
import tech.powerjob.web.openapi.WorkflowResource;
import tech.powerjob.web.rest.FailureMapper;
import tech.powerjob.web.rest.JsonBody;
import tech.powerjob.web.rest.ParameterReader;
import tech.powerjob.web.schedule.CalendarResource;
import tech.powerjob.web.schedule.JobScheduleResource;
import tech.powerjob.web.schedule.PauseResource;
import tech.powerjob.web.schedule.ScheduleResource;

/**
 * All REST resources in one application. The public paths have no common prefix and share the root
 * with the pages, so the front door forwards them to this internal one. Methods do not say which
 * content they consume: servers would look at that before they ask who is calling.
 */
@ApplicationPath(RestApplication.PATH)
public class RestApplication extends Application {
  /** Where the resources live inside the server; not reachable from outside. */
  public static final String PATH = "/rest";

  @Override
  public Set<Class<?>> getClasses() {
    return Set.of(
        JsonBody.class,
        FailureMapper.class,
        AccessFilter.class,
        ParameterReader.class,
        InstanceApi.class,
        ProgressApi.class,
        TaskApi.class,
        RunApi.class,
        JobsApi.class,
        JobSetApi.class,
        InstancesApi.class,
        LogApi.class,
        WorkersApi.class,
        PoolApi.class,
        AuditApi.class,
        AlarmsApi.class,
        AlarmTestApi.class,
        DeadCommandApi.class,
        SessionApi.class,
        UserResource.class,
        PwjbUserResource.class,
        AppLoginResource.class,
        JobResource.class,
        InstanceResource.class,
        WorkerConnectionResource.class,
        WorkflowResource.class,
        LedgerAuditApi.class,
        WorkflowsApi.class,
        WorkflowRunApi.class,
        WorkflowRunsApi.class,
        WorkflowLinksApi.class,
        WorkflowConsoleResource.class,
        WorkflowRunConsoleResource.class,
        CalendarResource.class,
        PauseResource.class,
        ScheduleResource.class,
        JobScheduleResource.class,
        HttpWorkersResource.class,
        LoginResource.class,
        AppResource.class,
        NamespaceResource.class,
        SystemResource.class,
        JobConsoleResource.class,
        LogConsoleResource.class,
        ValidateResource.class,
        InstanceConsoleResource.class);
  }

  @Override
  public Map<String, Object> getProperties() {
    // Payara finds other JSON providers by itself; ours must be the only one.
    return Map.of(
        "jersey.config.disableAutoDiscovery", true, "jersey.config.server.wadl.disableWadl", true);
  }
}
