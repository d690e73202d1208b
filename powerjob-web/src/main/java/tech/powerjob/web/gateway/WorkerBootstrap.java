package tech.powerjob.web.gateway;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import tech.powerjob.config.Settings;
import tech.powerjob.domain.worker.WorkerAddress;
import tech.powerjob.server.account.AppIdentity;
import tech.powerjob.server.httpworker.HttpWorkerAccess;
import tech.powerjob.server.lifecycle.RunningServer;
import tech.powerjob.web.rest.RequestParameters;

/**
 * How a worker finds the server that it is to talk to. Every server will do, so each names itself.
 * Answers have the fields {@code success}, {@code data} and {@code message} and no others, because
 * old workers know no others. Thread-safe.
 */
@ApplicationScoped
class WorkerBootstrap {
  private static final Set<String> CALLS =
      Set.of("assert", "assertV2", "acquire", "checkConnectivity", "hello");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
  private static final String PROTOCOL = "HTTP";

  /** What a worker is told; {@code refused} says that somebody should hear of it. */
  record Answer(Map<String, Object> body, boolean refused) {}

  @Inject private HttpWorkerAccess access;
  @Inject private RunningServer server;
  @Inject private Settings settings;

  private final ConnectivityProbe probe = new ConnectivityProbe();
  private final Instant born = Instant.now();

  boolean answers(String call) {
    return CALLS.contains(call);
  }

  Answer answer(
      String call, HttpServletRequest request, RequestParameters parameters, InetAddress peer) {
    server.engine(); // While it starts or stops others are to be asked.
    return switch (call) {
      case "assert" -> application(parameters, peer, AppIdentity::id);
      case "assertV2" -> application(parameters, peer, app -> Map.of("appId", app.id()));
      case "acquire" -> acquire(request, parameters, peer);
      case "checkConnectivity" -> success(isReachable(parameters, peer));
      case "hello" -> hello(request, peer);
      default -> throw new IllegalArgumentException("there is no call " + call);
    };
  }

  private Answer application(
      RequestParameters parameters, InetAddress peer, Function<AppIdentity, Object> data) {
    var name = parameters.find("appName").map(String::trim).orElse("");
    // An application that is not there and one that does not let the caller in are told alike.
    return access
        .admit(name, peer)
        .or(() -> access.admit(unencoded(name), peer))
        .map(app -> success(data.apply(app)))
        .orElseGet(
            () ->
                refusal(
                    "app(%s) is not registered, or workers at %s may not work for it! Please register it in the console, and have its administrator allow their network (http-workers)"
                        .formatted(shortened(name), peer.getHostAddress())));
  }

  /** Workers put the name into the address as it is; then servers take its bytes for Latin-1. */
  private static String unencoded(String name) {
    return new String(name.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private Answer acquire(
      HttpServletRequest request, RequestParameters parameters, InetAddress peer) {
    long appId = parameters.number("appId");
    var protocol = parameters.find("protocol").map(String::trim).orElse("AKKA");
    if (!protocol.equals(PROTOCOL)) {
      return refusal(
          "this server does not speak %s; set the worker's protocol to HTTP (powerjob.worker.protocol=http)"
              .formatted(shortened(protocol)));
    }
    if (access.admit(appId, peer).isEmpty()) {
      return refusal(
          "PowerJobException: %d is not registered, or workers at %s may not work for it"
              .formatted(appId, peer.getHostAddress()));
    }
    return success(rpcAddress(request));
  }

  private String rpcAddress(HttpServletRequest request) {
    return settings
        .httpWorkersServerAddress()
        .orElseGet(() -> host(request) + ":" + request.getServerPort());
  }

  private static String host(HttpServletRequest request) {
    var host = request.getServerName();
    return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
  }

  /** A worker asks for its own address; nobody needs to know of others, and "yes" does no harm. */
  private boolean isReachable(RequestParameters parameters, InetAddress peer) {
    var target =
        WorkerAddress.parse(
            bracketed(parameters.find("targetIp").orElse(""))
                + ":"
                + parameters.find("targetPort").orElse(""));
    return target.isEmpty()
        || !target.get().ip().equals(peer)
        || !access.allowsSomewhere(peer)
        || probe.reaches(peer, target.get().port());
  }

  private static String bracketed(String ip) {
    return ip.contains(":") ? "[" + ip + "]" : ip;
  }

  private Answer hello(HttpServletRequest request, InetAddress peer) {
    if (!access.allowsSomewhere(peer)) {
      return refusal("no application lets workers at %s in".formatted(peer.getHostAddress()));
    }
    var now = Instant.now();
    var zone = ZoneId.systemDefault();
    var address = rpcAddress(request);
    var host = address.substring(0, address.lastIndexOf(':'));
    var info = new LinkedHashMap<String, Object>();
    info.put("id", server.engine().ownership().serverId());
    info.put("ip", host);
    info.put("bornTime", born.toEpochMilli());
    info.put("version", version());
    var data = new LinkedHashMap<String, Object>();
    data.put("appIds", List.of());
    data.put("serverInfo", info);
    data.put("localHost", host);
    data.put("serverTimeTs", now.toEpochMilli());
    data.put("serverTime", TIME.format(now.atZone(zone)));
    data.put("serverTimeZone", zone.getDisplayName(TextStyle.FULL, Locale.ENGLISH));
    data.put(
        "defaultAddress",
        Map.of("protocol", PROTOCOL, "address", address, "externalAddress", address));
    return success(data);
  }

  private static String version() {
    var version = WorkerBootstrap.class.getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }

  private static String shortened(String text) {
    return text.length() <= 100 ? text : text.substring(0, 100) + "...";
  }

  private static Answer success(Object data) {
    return new Answer(body(true, data, null), false);
  }

  private static Answer refusal(String message) {
    return new Answer(body(false, null, message), true);
  }

  private static Map<String, Object> body(boolean success, Object data, String message) {
    var body = new LinkedHashMap<String, Object>();
    body.put("success", success);
    body.put("data", data);
    body.put("message", message);
    return body;
  }
}
