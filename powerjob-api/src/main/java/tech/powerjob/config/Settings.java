package tech.powerjob.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads settings by key. The same keys hold in every process; inside a server they come from
 * MicroProfile Config, and in launcher, broker and worker, which have none, from its two standard
 * sources: system properties, then environment variables. Immutable and thread-safe.
 */
public final class Settings {
  private static final Set<String> PROTOCOLS = Set.of("CORE", "AMQP", "STOMP");

  private final Function<String, Optional<String>> source;

  private Settings(Function<String, Optional<String>> source) {
    this.source = source;
  }

  /** Settings from any source that answers a key with its value; blank values count as unset. */
  public static Settings from(Function<String, Optional<String>> source) {
    return new Settings(source);
  }

  /** Settings of this process: system properties, then environment variables. */
  public static Settings ofProcess() {
    return of(System.getProperties(), System.getenv());
  }

  /** Settings from given properties, then given environment variables. */
  public static Settings of(Properties properties, Map<String, String> environment) {
    return new Settings(
        key ->
            Optional.ofNullable(properties.getProperty(key))
                .or(() -> fromEnvironment(key, environment)));
  }

  /** MicroProfile Config's mapping: the key, then with {@code _} for signs, then in upper case. */
  private static Optional<String> fromEnvironment(String key, Map<String, String> environment) {
    var plain = key.replaceAll("[^A-Za-z0-9]", "_");
    return Optional.ofNullable(environment.get(key))
        .or(() -> Optional.ofNullable(environment.get(plain)))
        .or(() -> Optional.ofNullable(environment.get(plain.toUpperCase(Locale.ROOT))));
  }

  /** The value, trimmed; empty when unset or blank. */
  public Optional<String> find(String key) {
    return source.apply(key).map(String::trim).filter(value -> !value.isEmpty());
  }

  /** The value, or the default when unset. */
  public String text(String key, String defaultValue) {
    return find(key).orElse(defaultValue);
  }

  /**
   * A whole number between two bounds, both allowed.
   *
   * @throws IllegalArgumentException naming key, value and bounds
   */
  public int number(String key, int defaultValue, int min, int max) {
    var text = find(key);
    if (text.isEmpty()) {
      return defaultValue;
    }
    try {
      int value = Integer.parseInt(text.get());
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // The message below says it better.
    }
    throw new IllegalArgumentException(
        "%s is '%s' but must be a whole number from %d to %d".formatted(key, text.get(), min, max));
  }

  /**
   * {@code true} or {@code false}, in any case.
   *
   * @throws IllegalArgumentException naming key and value
   */
  public boolean flag(String key, boolean defaultValue) {
    var text = find(key);
    if (text.isEmpty()) {
      return defaultValue;
    }
    return switch (text.get().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new IllegalArgumentException(
              "%s is '%s' but must be true or false".formatted(key, text.get()));
    };
  }

  /** Port of console, OpenAPI and worker bootstrap: {@code powerjob.http.port}, default 7700. */
  public int httpPort() {
    return number("powerjob.http.port", 7700, 1, 65535);
  }

  /** Address that the HTTP port binds: {@code powerjob.http.host}, default loopback. */
  public String httpHost() {
    return text("powerjob.http.host", "127.0.0.1");
  }

  /** Port of the embedded broker: {@code powerjob.jms.port}, default 7701. */
  public int jmsPort() {
    return number("powerjob.jms.port", 7701, 1, 65535);
  }

  /** Address that the embedded broker binds: {@code powerjob.jms.host}, default loopback. */
  public String jmsHost() {
    return text("powerjob.jms.host", "127.0.0.1");
  }

  /**
   * What clients may speak to the broker: {@code powerjob.jms.protocols}, {@code CORE} and beside
   * it {@code AMQP} or {@code STOMP}, with commas between; default {@code CORE} alone. All of them
   * share {@link #jmsPort()}.
   *
   * @throws IllegalArgumentException if another one is named, or {@code CORE} is missing, which
   *     workers speak
   */
  public Set<String> jmsProtocols() {
    var text = text("powerjob.jms.protocols", "CORE");
    var protocols =
        Arrays.stream(text.split(","))
            .map(name -> name.trim().toUpperCase(Locale.ROOT))
            .collect(Collectors.toCollection(TreeSet::new));
    if (!protocols.contains("CORE") || !PROTOCOLS.containsAll(protocols)) {
      throw new IllegalArgumentException(
          ("powerjob.jms.protocols is '%s' but must be CORE, or CORE with AMQP or STOMP or both,"
                  + " commas between")
              .formatted(text));
    }
    return protocols;
  }

  /** Folder of everything that a server keeps: {@code powerjob.data-dir}, default {@code data}. */
  public Path dataDir() {
    return Path.of(text("powerjob.data-dir", "data")).toAbsolutePath().normalize();
  }

  /**
   * Password of the first administrator: {@code powerjob.admin.password}. Without it the first
   * start makes one up and writes it to {@code initial-admin-password} in the data folder.
   */
  public Optional<String> adminPassword() {
    return find("powerjob.admin.password");
  }

  /**
   * Whether strangers may make themselves an account: {@code powerjob.registration}, {@code on} or
   * {@code off}, which is the default.
   */
  public boolean registration() {
    var text = text("powerjob.registration", "off").toLowerCase(Locale.ROOT);
    return switch (text) {
      case "on", "true" -> true;
      case "off", "false" -> false;
      default ->
          throw new IllegalArgumentException(
              "powerjob.registration is '%s' but must be on or off".formatted(text));
    };
  }

  /** Life of tokens: {@code powerjob.auth.token-expiry}, in seconds, default seven days. */
  public Duration tokenExpiry() {
    return Duration.ofSeconds(
        number("powerjob.auth.token-expiry", 7 * 24 * 3600, 5, 366 * 24 * 3600));
  }

  /**
   * How long finished instances, their logs and events are kept: {@code powerjob.retention-days},
   * default 7 days; empty for 0, which keeps them for ever.
   */
  public Optional<Duration> retention() {
    int days = number("powerjob.retention-days", 7, 0, 3_650);
    return days == 0 ? Optional.empty() : Optional.of(Duration.ofDays(days));
  }

  /**
   * How much of the online log of one run is kept: {@code powerjob.log.run-limit}, in MiB of text
   * before packing, default 64. Of a run that writes more the beginning and the end are kept.
   *
   * @return bytes
   */
  public long logRunBytes() {
    return (long) number("powerjob.log.run-limit", 64, 1, 16_384) << 20;
  }

  /**
   * How long the audit log is kept: {@code powerjob.audit-retention-days}, default 365 days; empty
   * for 0, which keeps it for ever.
   */
  public Optional<Duration> auditRetention() {
    int days = number("powerjob.audit-retention-days", 365, 0, 36_500);
    return days == 0 ? Optional.empty() : Optional.of(Duration.ofDays(days));
  }

  /**
   * Longest interval of FIXED_RATE and FIXED_DELAY jobs: {@code powerjob.schedule.max-interval}, in
   * milliseconds, default two minutes.
   */
  public Duration longestInterval() {
    return Duration.ofMillis(
        number("powerjob.schedule.max-interval", 120_000, 1_000, 7 * 24 * 3600 * 1000));
  }

  /**
   * Where workers reach the broker: {@code powerjob.jms.public-address}, {@code host:port} with
   * commas between. Empty when unset: the host under which a worker reached the server, with {@link
   * #jmsPort()}.
   */
  public List<String> jmsPublicAddresses() {
    return find("powerjob.jms.public-address").stream()
        .flatMap(text -> Arrays.stream(text.split(",")))
        .map(String::trim)
        .filter(address -> !address.isEmpty())
        .toList();
  }

  /**
   * Where workers that speak HTTP may be, of applications of which nobody has said: {@code
   * powerjob.http-workers.allow}, ranges of addresses with commas between. Empty when unset: they
   * may be nowhere.
   */
  public String httpWorkersAllow() {
    return text("powerjob.http-workers.allow", "");
  }

  /**
   * Where workers that speak HTTP are told to reach this server: {@code
   * powerjob.http-workers.server-address}, {@code host:port}. Empty when unset: where they reached
   * it when they asked.
   */
  public Optional<String> httpWorkersServerAddress() {
    return find("powerjob.http-workers.server-address");
  }

  /**
   * Where others reach this server's HTTP port: {@code powerjob.http.public-address}, {@code
   * host:port}. By default the address that the port binds; if that is all addresses, the first one
   * of this machine. Each server of a database needs another one.
   */
  public String httpPublicAddress() {
    return text("powerjob.http.public-address", reachable(httpHost()) + ":" + httpPort());
  }

  /**
   * What this server tells the others about its broker: {@link #jmsPublicAddresses()}, or the
   * address that the broker's port binds.
   */
  public List<String> brokerAddresses() {
    var told = jmsPublicAddresses();
    return told.isEmpty() ? List.of(reachable(jmsHost()) + ":" + jmsPort()) : told;
  }

  private static String reachable(String host) {
    var address = host;
    if (host.equals("0.0.0.0") || host.equals("::") || host.equals("[::]")) {
      try {
        address = InetAddress.getLocalHost().getHostAddress();
      } catch (UnknownHostException e) {
        address = "127.0.0.1";
      }
    }
    return address.contains(":") && !address.startsWith("[") ? "[" + address + "]" : address;
  }
}
