package tech.powerjob.worker.jca;

import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.ResourceAdapter;
import java.io.Serializable;
import java.util.Objects;
import tech.powerjob.worker.common.PowerJobWorkerConfig;

/**
 * What a message-driven bean says about itself in its activation configuration. Beans with the same
 * application, password, servers and tag share one worker. What a bean leaves out of application,
 * password and servers is taken from the adapter.
 */
public class WorkerActivation implements ActivationSpec, Serializable {
  private static final long serialVersionUID = 1L;

  /** Value of {@link #getConcurrency()} unless set. */
  public static final int DEFAULT_CONCURRENCY = 10;

  /** Which worker a bean belongs to. */
  record WorkerKey(ServerAccess access, String tag) {
    @Override
    public String toString() {
      return tag == null ? access.toString() : access + " with tag " + tag;
    }
  }

  private transient ResourceAdapter resourceAdapter;
  private String applicationName;
  private String password;
  private String serverAddress;
  private String processorName;
  private String tag;
  private Integer concurrency = DEFAULT_CONCURRENCY;
  private Integer maxRuns = PowerJobWorkerConfig.DEFAULT_MAX_LIGHTWEIGHT_TASK_NUM;

  @Override
  public ResourceAdapter getResourceAdapter() {
    return resourceAdapter;
  }

  @Override
  public void setResourceAdapter(ResourceAdapter resourceAdapter) {
    this.resourceAdapter = resourceAdapter;
  }

  /** Name of the application whose jobs the bean runs. */
  public String getApplicationName() {
    return applicationName;
  }

  public void setApplicationName(String applicationName) {
    this.applicationName = applicationName;
  }

  /** Password of that application. */
  public String getPassword() {
    return password;
  }

  public void setPassword(String password) {
    this.password = password;
  }

  /** HTTP addresses of the servers, {@code host:port} with commas between. */
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

  /** How many runs of this bean may be at work at once in this server; the others wait. */
  public Integer getConcurrency() {
    return concurrency;
  }

  public void setConcurrency(Integer concurrency) {
    this.concurrency = concurrency;
  }

  /** Number of runs from which on the worker is overloaded; the first bean of a worker decides. */
  public Integer getMaxRuns() {
    return maxRuns;
  }

  public void setMaxRuns(Integer maxRuns) {
    this.maxRuns = maxRuns;
  }

  /** Checks what the adapter has no say in; the rest is checked when the bean is activated. */
  @Override
  public void validate() throws InvalidPropertyException {
    requirePositive("concurrency", concurrency);
    requirePositive("maxRuns", maxRuns);
  }

  private static void requirePositive(String name, Integer value) throws InvalidPropertyException {
    if (value == null || value < 1) {
      throw new InvalidPropertyException(
          "%s is '%s' but must be at least 1".formatted(name, value));
    }
  }

  /**
   * The worker that the bean belongs to.
   *
   * @throws InvalidPropertyException if neither bean nor adapter says where the servers are or how
   *     to log in
   */
  WorkerKey workerKey(AdapterDefaults adapter) throws InvalidPropertyException {
    var own = new AdapterDefaults(serverAddress, applicationName, password);
    return new WorkerKey(ServerAccess.of(own, adapter), AdapterDefaults.isText(tag) ? tag : null);
  }

  /** Configuration of the worker that this bean and others share. */
  PowerJobWorkerConfig workerConfig(WorkerKey key) {
    var config = new PowerJobWorkerConfig();
    config.setAppName(key.access().applicationName());
    config.setPassword(key.access().password());
    config.setServerAddress(key.access().servers());
    config.setTag(key.tag());
    config.setMaxLightweightTaskNum(maxRuns);
    // An application must deploy while no server is up.
    config.setAllowLazyConnectServer(true);
    return config;
  }

  /** The name under which a bean of this class is found. */
  String processorName(Class<?> beanClass) {
    return AdapterDefaults.isText(processorName)
        ? processorName
        : Objects.requireNonNull(beanClass, "processorName must be set").getName();
  }
}
