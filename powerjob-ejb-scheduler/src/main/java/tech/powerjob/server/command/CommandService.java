package tech.powerjob.server.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.Map;
import tech.powerjob.common.enums.ErrorCodes;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.enums.WorkflowInstanceStatus;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.common.request.http.RunJobRequest;
import tech.powerjob.server.account.AppIdentity;
import tech.powerjob.server.audit.Actor;
import tech.powerjob.server.audit.AuditLog;
import tech.powerjob.server.audit.NotYoursException;
import tech.powerjob.server.instance.InstanceService;
import tech.powerjob.server.job.JobService;
import tech.powerjob.server.workflow.KeyedRuns;
import tech.powerjob.server.workflow.NotYourWorkflowException;
import tech.powerjob.server.workflow.RunDocuments;
import tech.powerjob.server.workflow.run.WorkflowRunService;

/**
 * Carries commands out, each confined to the application that sent it. A command that comes again
 * has no further effect and the same answer. Thread-safe.
 */
@ApplicationScoped
public class CommandService {
  private static final TypeReference<LinkedHashMap<String, Object>> FIELDS =
      new TypeReference<>() {};

  private final ObjectMapper json =
      JsonMapper.builder()
          .defaultPropertyInclusion(
              JsonInclude.Value.empty().withValueInclusion(JsonInclude.Include.NON_NULL))
          .build();

  @Inject private InstanceService instances;
  @Inject private JobService jobs;
  @Inject private KeyedRuns workflows;
  @Inject private WorkflowRunService runs;
  @Inject private AuditLog audit;
  @Inject private Actor actor;

  /**
   * Does what is asked; when this returns it is committed.
   *
   * @param commandId the same whenever the broker delivers this command
   * @return fields of the answer
   * @throws PowerJobException if the command cannot be carried out
   * @throws IllegalArgumentException likewise
   */
  Map<String, Object> perform(AppIdentity app, Command command, String commandId) {
    actor.app(app.id(), app.name());
    if (command.appId() != null && command.appId() != app.id()) {
      var reason =
          "appId is %d but the sender is the application %s (%d)"
              .formatted(command.appId(), app.name(), app.id());
      audit.denied("command", command.word(), reason);
      throw new PowerJobException(ErrorCodes.NO_PERMISSION, reason);
    }
    try {
      return carryOut(app, command, commandId);
    } catch (NotYoursException | NotYourWorkflowException e) {
      audit.denied("command", command.word(), e.getMessage());
      throw e;
    }
  }

  private Map<String, Object> carryOut(AppIdentity app, Command command, String commandId) {
    if (command instanceof Command.Run run) {
      return Map.of("instanceId", run(app, run.request(), commandId));
    }
    if (command instanceof Command.Stop stop) {
      return stop(app, stop.instanceId());
    }
    if (command instanceof Command.Cancel cancel) {
      return cancel(app, cancel.instanceId());
    }
    if (command instanceof Command.QueryInstance query) {
      return json.convertValue(instances.get(app.id(), query.instanceId()), FIELDS);
    }
    if (command instanceof Command.QueryJob query) {
      return json.convertValue(jobs.get(app.id(), query.jobId()), FIELDS);
    }
    if (command instanceof Command.RunWorkflow run) {
      var key = run.key() == null ? "jms:" + commandId : run.key();
      return Map.of(
          "wfInstanceId",
          workflows.run(app.id(), run.workflowId(), run.initParams(), run.delay(), key));
    }
    if (command instanceof Command.StopWorkflow stop) {
      return stopWorkflow(app, stop.wfInstanceId());
    }
    if (command instanceof Command.QueryWorkflow query) {
      return json.convertValue(RunDocuments.of(runs.info(app.id(), query.wfInstanceId())), FIELDS);
    }
    throw new IllegalStateException("nothing carries out a command '" + command.word() + "'");
  }

  private long run(AppIdentity app, RunJobRequest request, String commandId) {
    if (request.getIdempotencyKey() == null) {
      request.setIdempotencyKey("jms:" + commandId);
    }
    return instances.run(app.id(), request);
  }

  private Map<String, Object> stop(AppIdentity app, long instanceId) {
    if (instances.status(app.id(), instanceId) != InstanceStatus.STOPPED.getV()) {
      instances.stop(app.id(), instanceId, by(app));
    }
    return Map.of("instanceId", instanceId, "status", InstanceStatus.STOPPED.getV());
  }

  private Map<String, Object> stopWorkflow(AppIdentity app, long wfInstanceId) {
    var status = runs.info(app.id(), wfInstanceId).run().status();
    if (status != WorkflowInstanceStatus.STOPPED) {
      runs.stop(app.id(), wfInstanceId, by(app));
    }
    return Map.of("wfInstanceId", wfInstanceId, "status", WorkflowInstanceStatus.STOPPED.getV());
  }

  private Map<String, Object> cancel(AppIdentity app, long instanceId) {
    if (instances.status(app.id(), instanceId) != InstanceStatus.CANCELED.getV()) {
      instances.cancel(app.id(), instanceId, by(app));
    }
    return Map.of("instanceId", instanceId, "status", InstanceStatus.CANCELED.getV());
  }

  private static String by(AppIdentity app) {
    return "application %s (%d)".formatted(app.name(), app.id());
  }
}
