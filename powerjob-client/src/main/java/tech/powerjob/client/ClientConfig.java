package tech.powerjob.client;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import tech.powerjob.client.common.Protocol;
import tech.powerjob.client.extension.ClientExtension;

/** What a client needs to know. Application name and addresses are required. */
public class ClientConfig implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Value of each timeout unless set, in seconds. */
  public static final int DEFAULT_TIMEOUT = 2;

  private String appName;
  private String password;
  private List<String> addressList;
  private Protocol protocol = Protocol.HTTP;
  private Integer connectionTimeout;
  private Integer readTimeout;
  private Integer writeTimeout;
  private Map<String, String> defaultHeaders;
  private transient ClientExtension clientExtension;

  /** Name of the application whose jobs the client works with. */
  public String getAppName() {
    return appName;
  }

  public ClientConfig setAppName(String appName) {
    this.appName = appName;
    return this;
  }

  /** Password of the application. */
  public String getPassword() {
    return password;
  }

  public ClientConfig setPassword(String password) {
    this.password = password;
    return this;
  }

  /** Addresses of the servers: {@code host:port}, tried in this order. */
  public List<String> getAddressList() {
    return addressList;
  }

  public ClientConfig setAddressList(List<String> addressList) {
    this.addressList = addressList;
    return this;
  }

  public Protocol getProtocol() {
    return protocol;
  }

  public ClientConfig setProtocol(Protocol protocol) {
    this.protocol = protocol;
    return this;
  }

  /** Longest time to connect in seconds; {@code null} for {@link #DEFAULT_TIMEOUT}. */
  public Integer getConnectionTimeout() {
    return connectionTimeout;
  }

  public ClientConfig setConnectionTimeout(Integer connectionTimeout) {
    this.connectionTimeout = connectionTimeout;
    return this;
  }

  /**
   * Longest time for the answer in seconds; {@code null} for {@link #DEFAULT_TIMEOUT}. A whole call
   * to one server takes no longer than the three timeouts together.
   */
  public Integer getReadTimeout() {
    return readTimeout;
  }

  public ClientConfig setReadTimeout(Integer readTimeout) {
    this.readTimeout = readTimeout;
    return this;
  }

  /** Longest time to send in seconds; {@code null} for {@link #DEFAULT_TIMEOUT}. */
  public Integer getWriteTimeout() {
    return writeTimeout;
  }

  public ClientConfig setWriteTimeout(Integer writeTimeout) {
    this.writeTimeout = writeTimeout;
    return this;
  }

  /** Headers of every request; {@code null} for none. */
  public Map<String, String> getDefaultHeaders() {
    return defaultHeaders;
  }

  public ClientConfig setDefaultHeaders(Map<String, String> defaultHeaders) {
    this.defaultHeaders = defaultHeaders;
    return this;
  }

  /** May be {@code null}. */
  public ClientExtension getClientExtension() {
    return clientExtension;
  }

  public ClientConfig setClientExtension(ClientExtension clientExtension) {
    this.clientExtension = clientExtension;
    return this;
  }

  @Override
  public String toString() {
    return "ClientConfig{appName=%s, addressList=%s, protocol=%s}"
        .formatted(appName, addressList, protocol);
  }
}
