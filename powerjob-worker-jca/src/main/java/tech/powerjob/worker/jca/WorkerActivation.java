package tech.powerjob.worker.jca;

import jakarta.resource.spi.Activation;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.ResourceAdapter;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import tech.powerjob.worker.common.PowerJobWorkerConfig;
import tech.powerjob.worker.core.processor.sdk.BasicProcessor;

/**
 * What a message-driven bean says about itself in its activation configuration. Beans with the same
 * application, password, servers and tag share one worker.
 */
@Activation(messageListeners = BasicProcessor.class)
public class WorkerActivation implements ActivationSpec, Serializable {
  private static final long serialVersionUID = 1L;

  /** Which worker a bean belongs to. The password is part of it and is not shown. */
  record WorkerKey(String applicationName, String password, List<String> servers, String tag) {
    @Override
    public String toString() {
      return applicationName + " at " + servers;
    }
  }

  private transient ResourceAdapter resourceAdapter;
  private String applicationName;
  private String password;
  private String serverAddress;
  private String processorName;
  private String tag;
  private Integer maxRuns = PowerJobWorkerConfig.DEFAULT_MAX_LIGHTWEIGHT_TASK_NUM;

  @Override
  public ResourceAdapter getResourceAdapter() {
    return resourceAdapter;
  }

  @Override
  public void setResourceAdapter(ResourceAdapter resourceAdapter) {
    this.resourceAdapter = resourceAdapter;
  }

  /** Name of the application whose jobs the bean runs; required. */
  public String getApplicationName() {
    return applicationName;
  }

  public void setApplicationName(String applicationName) {
    this.applicationName = applicationName;
  }

  /** Password of that application; required. */
  public String getPassword() {
    return password;
  }

  public void setPassword(String password) {
    this.password = password;
  }

  /** HTTP addresses of the servers, {@code host:port} with commas between; required. */
  public String getServerAddress() {
    return serverAddress;
  }

  public void setServerAddress(String serverAddress) {
    this.serverAddress = serverAddress;
  }

  /** What a job's processorInfo must be; the name of the bean's class unless set. */
  public String getProcessorName() {
    return processorName;
  }

  public void setProcessorName(String processorName) {
    this.processorName = processorName;
  }

  /** Free text that jobs can ask for when they choose their workers. */
  public String getTag() {
    return tag;
  }

  public void setTag(String tag) {
    this.tag = tag;
  }

  /** Number of runs from which on the worker is overloaded; the first bean of a worker decides. */
  public Integer getMaxRuns() {
    return maxRuns;
  }

  public void setMaxRuns(Integer maxRuns) {
    this.maxRuns = maxRuns;
  }

  @Override
  public void validate() throws InvalidPropertyException {
    require(isText(applicationName), "applicationName", applicationName, "must not be empty");
    require(
        isText(serverAddress) && !servers().isEmpty(),
        "serverAddress",
        serverAddress,
        "must be host:port, several with commas between");
    require(maxRuns != null && maxRuns >= 1, "maxRuns", maxRuns, "must be at least 1");
    if (password == null) {
      throw new InvalidPropertyException("password must be set: workers log in with it");
    }
  }

  private static boolean isText(String text) {
    return text != null && !text.isBlank();
  }

  private static void require(boolean met, String name, Object value, String rule)
      throws InvalidPropertyException {
    if (!met) {
      throw new InvalidPropertyException("%s is '%s' but %s".formatted(name, value, rule));
    }
  }

  WorkerKey workerKey() {
    return new WorkerKey(applicationName, password, servers(), tag);
  }

  private List<String> servers() {
    return Arrays.stream(serverAddress.split(",", -1))
        .map(String::trim)
        .filter(address -> !address.isEmpty())
        .toList();
  }

  /** Configuration of the worker that this bean and others share. */
  PowerJobWorkerConfig workerConfig() {
    var config = new PowerJobWorkerConfig();
    config.setAppName(applicationName);
    config.setPassword(password);
    config.setServerAddress(servers());
    config.setTag(tag);
    config.setMaxLightweightTaskNum(maxRuns);
    // An application must deploy while no server is up.
    config.setAllowLazyConnectServer(true);
    return config;
  }

  /** The name under which a bean of this class is found. */
  String processorName(Class<?> beanClass) {
    return isText(processorName)
        ? processorName
        : Objects.requireNonNull(beanClass, "processorName must be set").getName();
  }
}
