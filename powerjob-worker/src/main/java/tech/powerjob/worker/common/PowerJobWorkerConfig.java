package tech.powerjob.worker.common;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tech.powerjob.common.enums.Protocol;
import tech.powerjob.worker.common.constants.StoreStrategy;
import tech.powerjob.worker.extension.SystemMetricsCollector;
import tech.powerjob.worker.extension.processor.ProcessorFactory;

/**
 * What a worker needs to know. Application name, password and server address are required; the rest
 * has sensible values. Read once at {@link tech.powerjob.worker.PowerJobWorker#init()}.
 */
public class PowerJobWorkerConfig {
  /** Value of {@link #getPort()} unless set. */
  public static final int DEFAULT_PORT = 27777;

  /** Value of {@link #getMaxResultLength()} unless set. */
  public static final int DEFAULT_MAX_RESULT_LENGTH = 8096;

  /** Value of {@link #getMaxLightweightTaskNum()} unless set. */
  public static final int DEFAULT_MAX_LIGHTWEIGHT_TASK_NUM = 1024;

  /** Value of {@link #getMaxHeavyweightTaskNum()} unless set. */
  public static final int DEFAULT_MAX_HEAVYWEIGHT_TASK_NUM = 64;

  /** Value of {@link #getMaxAppendedWfContextLength()} unless set. */
  public static final int DEFAULT_MAX_APPENDED_WF_CONTEXT_LENGTH = 8192;

  /** Value of {@link #getHealthReportInterval()} unless set. */
  public static final int DEFAULT_HEALTH_REPORT_INTERVAL = 10;

  /** Value of {@link #getStopTimeout()} unless set. */
  public static final Duration DEFAULT_STOP_TIMEOUT = Duration.ofSeconds(30);

  private String appName;
  private String password;
  private List<String> serverAddress = new ArrayList<>();
  private int port = DEFAULT_PORT;
  private Protocol protocol = Protocol.AKKA;
  private int maxResultLength = DEFAULT_MAX_RESULT_LENGTH;
  private Object userContext;
  private StoreStrategy storeStrategy = StoreStrategy.DISK;
  private int maxAppendedWfContextLength = DEFAULT_MAX_APPENDED_WF_CONTEXT_LENGTH;
  private boolean allowLazyConnectServer;
  private SystemMetricsCollector systemMetricsCollector;
  private List<ProcessorFactory> processorFactoryList;
  private String tag;
  private Integer maxLightweightTaskNum = DEFAULT_MAX_LIGHTWEIGHT_TASK_NUM;
  private Integer maxHeavyweightTaskNum = DEFAULT_MAX_HEAVYWEIGHT_TASK_NUM;
  private List<String> allowedTaskTypes = List.of();
  private Integer healthReportInterval = DEFAULT_HEALTH_REPORT_INTERVAL;
  private Duration stopTimeout = DEFAULT_STOP_TIMEOUT;
  private boolean allowContainers;

  /** Name of the application that the worker works for. */
  public String getAppName() {
    return appName;
  }

  public void setAppName(String appName) {
    this.appName = appName;
  }

  /** Password of the application. */
  public String getPassword() {
    return password;
  }

  public void setPassword(String password) {
    this.password = password;
  }

  /**
   * HTTP addresses of the servers: {@code host:port}, or with {@code http://} or {@code https://}
   * before it. They are tried in random order.
   */
  public List<String> getServerAddress() {
    return serverAddress;
  }

  public void setServerAddress(List<String> serverAddress) {
    this.serverAddress = serverAddress;
  }

  /**
   * The port in the address under which people see the worker and jobs can designate it. The worker
   * does not listen on it: it only dials out. Negative for a random one.
   */
  public int getPort() {
    return port;
  }

  public void setPort(int port) {
    this.port = port;
  }

  /** Kept so that configurations of PowerJob compile; workers of this project always use JMS. */
  public Protocol getProtocol() {
    return protocol;
  }

  public void setProtocol(Protocol protocol) {
    this.protocol = protocol;
  }

  /** Longest result text in characters, at least 1; longer ones are cut and end in "...". */
  public int getMaxResultLength() {
    return maxResultLength;
  }

  public void setMaxResultLength(int maxResultLength) {
    this.maxResultLength = maxResultLength;
  }

  /** Any object, handed to processors in their context. */
  public Object getUserContext() {
    return userContext;
  }

  public void setUserContext(Object userContext) {
    this.userContext = userContext;
  }

  /** Kept so that configurations of PowerJob compile; the broker keeps the tasks. */
  public StoreStrategy getStoreStrategy() {
    return storeStrategy;
  }

  public void setStoreStrategy(StoreStrategy storeStrategy) {
    this.storeStrategy = storeStrategy;
  }

  /**
   * Most that a run may add to the context of its workflow, in characters of JSON, not negative;
   * what is longer is dropped as a whole.
   */
  public int getMaxAppendedWfContextLength() {
    return maxAppendedWfContextLength;
  }

  public void setMaxAppendedWfContextLength(int maxAppendedWfContextLength) {
    this.maxAppendedWfContextLength = maxAppendedWfContextLength;
  }

  /**
   * Whether the worker starts although no server answers, and goes on trying in the background.
   * Otherwise its start fails.
   */
  public boolean isAllowLazyConnectServer() {
    return allowLazyConnectServer;
  }

  public void setAllowLazyConnectServer(boolean allowLazyConnectServer) {
    this.allowLazyConnectServer = allowLazyConnectServer;
  }

  /** Measures the machine; {@code null} for the built-in one. */
  public SystemMetricsCollector getSystemMetricsCollector() {
    return systemMetricsCollector;
  }

  public void setSystemMetricsCollector(SystemMetricsCollector systemMetricsCollector) {
    this.systemMetricsCollector = systemMetricsCollector;
  }

  /** Makers of processors, asked in this order before the built-in ones; {@code null} for none. */
  public List<ProcessorFactory> getProcessorFactoryList() {
    return processorFactoryList;
  }

  public void setProcessorFactoryList(List<ProcessorFactory> processorFactoryList) {
    this.processorFactoryList = processorFactoryList;
  }

  /** Free text that jobs can ask for when they choose their workers. */
  public String getTag() {
    return tag;
  }

  public void setTag(String tag) {
    this.tag = tag;
  }

  /**
   * How many standalone runs the worker has before it calls itself overloaded, at least 1. It still
   * takes up to 1.3 times as many, because servers learn of the overload a little later.
   */
  public Integer getMaxLightweightTaskNum() {
    return maxLightweightTaskNum;
  }

  public void setMaxLightweightTaskNum(Integer maxLightweightTaskNum) {
    this.maxLightweightTaskNum = maxLightweightTaskNum;
  }

  /**
   * How many distributed instances the worker coordinates at the same time, at least 1. Doing tasks
   * of instances that others coordinate is not limited by it.
   */
  public Integer getMaxHeavyweightTaskNum() {
    return maxHeavyweightTaskNum;
  }

  public void setMaxHeavyweightTaskNum(Integer maxHeavyweightTaskNum) {
    this.maxHeavyweightTaskNum = maxHeavyweightTaskNum;
  }

  /**
   * Classes, and packages together with those below them, whose objects may be sub-tasks besides
   * simple types of the JDK and classes that belong to the code of the processor. What is not named
   * is never made of what comes over the network.
   */
  public List<String> getAllowedTaskTypes() {
    return allowedTaskTypes;
  }

  public void setAllowedTaskTypes(List<String> allowedTaskTypes) {
    this.allowedTaskTypes = allowedTaskTypes == null ? List.of() : List.copyOf(allowedTaskTypes);
  }

  /**
   * Longest time between two heartbeats in seconds, at least 1. The server's own interval counts if
   * it is shorter.
   */
  public Integer getHealthReportInterval() {
    return healthReportInterval;
  }

  public void setHealthReportInterval(Integer healthReportInterval) {
    this.healthReportInterval = healthReportInterval;
  }

  /**
   * How long a stopping worker waits for its runs, not negative. Runs that take longer are
   * interrupted. One that ends by it is run elsewhere at once, and the start does not count; one
   * that goes on all the same counts as lost, so that it may be retried.
   */
  public Duration getStopTimeout() {
    return stopTimeout;
  }

  public void setStopTimeout(Duration stopTimeout) {
    this.stopTimeout = stopTimeout;
  }

  /**
   * Whether servers may send jars with processors (JVM containers) to this worker. Whoever may
   * deploy containers of the application then runs any code here. The setting {@code
   * powerjob.worker.allow-containers} switches it on as well.
   */
  public boolean isAllowContainers() {
    return allowContainers;
  }

  public void setAllowContainers(boolean allowContainers) {
    this.allowContainers = allowContainers;
  }

  /**
   * Checks what can be checked without a server.
   *
   * @throws IllegalArgumentException naming the property, its value and the rule
   */
  public void validate() {
    require(appName != null && !appName.isBlank(), "appName", appName, "must not be empty");
    require(
        serverAddress != null
            && !serverAddress.isEmpty()
            && serverAddress.stream().noneMatch(each -> each == null || each.isBlank()),
        "serverAddress",
        serverAddress,
        "must hold at least one host:port");
    require(port <= 65535, "port", port, "must be at most 65535, or negative for a random one");
    require(maxResultLength >= 1, "maxResultLength", maxResultLength, "must be at least 1");
    require(
        maxLightweightTaskNum != null && maxLightweightTaskNum >= 1,
        "maxLightweightTaskNum",
        maxLightweightTaskNum,
        "must be at least 1");
    require(
        maxHeavyweightTaskNum != null && maxHeavyweightTaskNum >= 1,
        "maxHeavyweightTaskNum",
        maxHeavyweightTaskNum,
        "must be at least 1");
    require(
        maxAppendedWfContextLength >= 0,
        "maxAppendedWfContextLength",
        maxAppendedWfContextLength,
        "must not be negative");
    require(
        healthReportInterval != null && healthReportInterval >= 1,
        "healthReportInterval",
        healthReportInterval,
        "must be at least 1 second");
    require(
        stopTimeout != null && !stopTimeout.isNegative(),
        "stopTimeout",
        stopTimeout,
        "must not be negative");
    if (password == null) {
      throw new IllegalArgumentException("password must be set: workers log in with it");
    }
  }

  private static void require(boolean met, String name, Object value, String rule) {
    if (!met) {
      throw new IllegalArgumentException("%s is '%s' but %s".formatted(name, value, rule));
    }
  }
}
