package tech.powerjob.web.page.instance;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.server.instance.InstanceService;
import tech.powerjob.server.instance.TaskService;
import tech.powerjob.web.page.Console;
import tech.powerjob.web.page.Notices;

/** What people do with instances, from the list and from the page of one. */
@RequestScoped
public class InstanceActs {
  @Inject InstanceService instances;
  @Inject TaskService tasks;
  @Inject Console console;
  @Inject Notices notices;

  /**
   * Does it, if the user may; what the service objects to is told to the viewer.
   *
   * @param what stop, cancel, retry or retryTasks
   * @return whether it was done
   */
  boolean attempt(String what, long instanceId) {
    long appId = console.appId(Permission.OPS);
    var by = "user " + console.getUser().username();
    return notices.attempt(
        () -> {
          switch (what) {
            case "stop" -> instances.stop(appId, instanceId, by);
            case "cancel" -> instances.cancel(appId, instanceId, by);
            case "retry" -> instances.retry(appId, instanceId, by);
            case "retryTasks" -> tasks.retryFailed(appId, instanceId, by);
            default -> throw new IllegalArgumentException("there is no act " + what);
          }
        });
  }
}
