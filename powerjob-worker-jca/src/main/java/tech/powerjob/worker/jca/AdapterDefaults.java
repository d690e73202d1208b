package tech.powerjob.worker.jca;

/**
 * What the adapter knows for beans and connection factories that do not say it themselves.
 *
 * @param serverAddress HTTP addresses, {@code host:port} with commas between; may be {@code null}
 * @param applicationName may be {@code null}
 * @param password may be {@code null}
 */
record AdapterDefaults(String serverAddress, String applicationName, String password) {
  static final AdapterDefaults NONE = new AdapterDefaults(null, null, null);

  static String firstText(String first, String second) {
    return isText(first) || second == null ? first : second;
  }

  static boolean isText(String text) {
    return text != null && !text.isBlank();
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "applicationName=%s, serverAddress=%s".formatted(applicationName, serverAddress);
  }
}
