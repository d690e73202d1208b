package tech.powerjob.client.common;

/** How the client talks to servers. Certificates are checked against those that the JVM trusts. */
public enum Protocol {
  HTTP("http"),
  HTTPS("https");

  private final String protocol;

  Protocol(String protocol) {
    this.protocol = protocol;
  }

  /** The scheme of the URL. */
  public String getProtocol() {
    return protocol;
  }

  @Override
  public String toString() {
    return protocol;
  }
}
