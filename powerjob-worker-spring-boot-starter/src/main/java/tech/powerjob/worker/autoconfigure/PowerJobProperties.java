package tech.powerjob.worker.autoconfigure;

import org.springframework.boot.context.properties.ConfigurationProperties;
import tech.powerjob.common.enums.Protocol;
import tech.powerjob.worker.common.PowerJobWorkerConfig;
import tech.powerjob.worker.common.constants.StoreStrategy;

/** The worker's part of an application's properties. */
@ConfigurationProperties("powerjob.worker")
public class PowerJobProperties {
  /** Whether the application is a worker. */
  private boolean enabled = true;

  /** Name of the application that the worker works for; required. */
  private String appName;

  /** Password of that application; required. */
  private String password;

  /** Addresses of the servers, host:port with commas between; required. */
  private String serverAddress;

  /** Port in the address under which the worker is shown; the worker does not listen on it. */
  private Integer port;

  /** Old name of port. */
  private int akkaPort = PowerJobWorkerConfig.DEFAULT_PORT;

  /** Accepted and ignored: workers of this project speak JMS. */
  private Protocol protocol = Protocol.AKKA;

  /** Longest result in characters. */
  private int maxResultLength = 8192;

  /** Whether the application starts although no server answers. */
  private boolean allowLazyConnectServer = false;

  /** Free text that jobs can ask for when they choose their workers. */
  private String tag;

  /** Number of standalone runs from which on the worker is overloaded. */
  private Integer maxLightweightTaskNum = PowerJobWorkerConfig.DEFAULT_MAX_LIGHTWEIGHT_TASK_NUM;

  /** How many distributed instances the worker coordinates at most. */
  private Integer maxHeavyweightTaskNum = PowerJobWorkerConfig.DEFAULT_MAX_HEAVYWEIGHT_TASK_NUM;

  /** Most that a run may add to the context of its workflow, in characters. */
  private int maxAppendedWfContextLength =
      PowerJobWorkerConfig.DEFAULT_MAX_APPENDED_WF_CONTEXT_LENGTH;

  /** Accepted and ignored: the broker keeps the tasks. */
  private StoreStrategy storeStrategy = StoreStrategy.DISK;

  /** Whether servers may send jars with processors to this worker. */
  private boolean allowContainers = false;

  /** Longest time between two heartbeats in seconds. */
  private Integer healthReportInterval = PowerJobWorkerConfig.DEFAULT_HEALTH_REPORT_INTERVAL;

  /** Whether the application is a worker. */
  public boolean isEnabled() {
    return enabled;
  }

  public void setEnabled(boolean enabled) {
    this.enabled = enabled;
  }

  /** Name of the application that the worker works for; required. */
  public String getAppName() {
    return appName;
  }

  public void setAppName(String appName) {
    this.appName = appName;
  }

  /** Password of that application; required. */
  public String getPassword() {
    return password;
  }

  public void setPassword(String password) {
    this.password = password;
  }

  /** Addresses of the servers, {@code host:port} with commas between; required. */
  public String getServerAddress() {
    return serverAddress;
  }

  public void setServerAddress(String serverAddress) {
    this.serverAddress = serverAddress;
  }

  /** Port in the address under which the worker is shown; the worker does not listen on it. */
  public Integer getPort() {
    return port;
  }

  public void setPort(Integer port) {
    this.port = port;
  }

  /** Old name of {@code port}. */
  public int getAkkaPort() {
    return akkaPort;
  }

  public void setAkkaPort(int akkaPort) {
    this.akkaPort = akkaPort;
  }

  /** Accepted and ignored: workers of this project speak JMS. */
  public Protocol getProtocol() {
    return protocol;
  }

  public void setProtocol(Protocol protocol) {
    this.protocol = protocol;
  }

  /** Longest result in characters. */
  public int getMaxResultLength() {
    return maxResultLength;
  }

  public void setMaxResultLength(int maxResultLength) {
    this.maxResultLength = maxResultLength;
  }

  /** Whether the application starts although no server answers. */
  public boolean isAllowLazyConnectServer() {
    return allowLazyConnectServer;
  }

  public void setAllowLazyConnectServer(boolean allowLazyConnectServer) {
    this.allowLazyConnectServer = allowLazyConnectServer;
  }

  /** Free text that jobs can ask for when they choose their workers. */
  public String getTag() {
    return tag;
  }

  public void setTag(String tag) {
    this.tag = tag;
  }

  /** Number of standalone runs from which on the worker is overloaded. */
  public Integer getMaxLightweightTaskNum() {
    return maxLightweightTaskNum;
  }

  public void setMaxLightweightTaskNum(Integer maxLightweightTaskNum) {
    this.maxLightweightTaskNum = maxLightweightTaskNum;
  }

  /** How many distributed instances the worker coordinates at most. */
  public Integer getMaxHeavyweightTaskNum() {
    return maxHeavyweightTaskNum;
  }

  public void setMaxHeavyweightTaskNum(Integer maxHeavyweightTaskNum) {
    this.maxHeavyweightTaskNum = maxHeavyweightTaskNum;
  }

  /** Most that a run may add to the context of its workflow, in characters. */
  public int getMaxAppendedWfContextLength() {
    return maxAppendedWfContextLength;
  }

  public void setMaxAppendedWfContextLength(int maxAppendedWfContextLength) {
    this.maxAppendedWfContextLength = maxAppendedWfContextLength;
  }

  /** Accepted and ignored: the broker keeps the tasks. */
  public StoreStrategy getStoreStrategy() {
    return storeStrategy;
  }

  public void setStoreStrategy(StoreStrategy storeStrategy) {
    this.storeStrategy = storeStrategy;
  }

  /** Whether servers may send jars with processors to this worker. */
  public boolean isAllowContainers() {
    return allowContainers;
  }

  public void setAllowContainers(boolean allowContainers) {
    this.allowContainers = allowContainers;
  }

  /** Longest time between two heartbeats in seconds. */
  public Integer getHealthReportInterval() {
    return healthReportInterval;
  }

  public void setHealthReportInterval(Integer healthReportInterval) {
    this.healthReportInterval = healthReportInterval;
  }
}
