package tech.powerjob.web.page.log;

import jakarta.annotation.PostConstruct;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import java.util.OptionalLong;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.domain.job.Jobs;
import tech.powerjob.server.instance.InstanceService;
import tech.powerjob.web.page.Address;
import tech.powerjob.web.page.Console;

/** The log of the run that the address names, on a page of its own. */
@Named
@ViewScoped
public class LogPage implements Serializable {
  private static final long serialVersionUID = 1L;

  @Inject transient Console console;
  @Inject transient InstanceService instances;
  @Inject transient Jobs jobs;

  private long instanceId;
  private String jobName;

  @PostConstruct
  void read() {
    instanceId = Address.number("instance").orElse(0L);
    OptionalLong owner = instances.appOf(instanceId);
    owner.ifPresent(console::show);
    if (owner.isPresent()
        && console.app().filter(app -> app.id() == owner.getAsLong()).isPresent()
        && console.may(Permission.OPS)) {
      long jobId = instances.require(owner.getAsLong(), instanceId).jobId();
      var job = jobs.findAll(List.of(jobId)).get(jobId);
      jobName = job == null ? Long.toString(jobId) : job.getJobName();
    }
  }

  /** Whether there is such a run whose log the user may see. */
  public boolean isFound() {
    return jobName != null;
  }

  public String getInstanceId() {
    return Long.toString(instanceId);
  }

  public String getJobName() {
    return jobName;
  }
}
