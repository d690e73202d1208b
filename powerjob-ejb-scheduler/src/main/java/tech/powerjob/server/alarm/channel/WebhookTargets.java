package tech.powerjob.server.alarm.channel;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import tech.powerjob.config.Settings;
import tech.powerjob.domain.worker.NetworkRanges;

/**
 * Where web hooks may lead. Users choose them themselves, so they lead out: not to this machine nor
 * into private networks, except where an administrator allows it. Thread-safe.
 */
final class WebhookTargets {
  private static final String KEY = "powerjob.alarm.webhook.allow";

  /** Not public, beside those that {@link InetAddress} knows. */
  private static final NetworkRanges RESERVED =
      NetworkRanges.parse(
          "0.0.0.0/8,100.64.0.0/10,192.0.0.0/24,192.0.2.0/24,198.18.0.0/15,198.51.100.0/24,"
              + "203.0.113.0/24,240.0.0.0/4,::/96,64:ff9b::/96,64:ff9b:1::/48,100::/64,2001::/23,"
              + "2001:db8::/32,2002::/16,fc00::/7,fec0::/10");

  private final NetworkRanges allowed;

  /**
   * What the settings allow.
   *
   * @throws IllegalArgumentException naming key, value and rule
   */
  WebhookTargets(Settings settings) {
    try {
      allowed = NetworkRanges.parse(settings.text(KEY, ""));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(KEY + ": " + e.getMessage(), e);
    }
  }

  /**
   * A place to call.
   *
   * @param address to connect to: a name that is looked up again might lead elsewhere then
   */
  record Target(URI uri, InetAddress address) {
    boolean isSecure() {
      return "https".equals(uri.getScheme());
    }

    int port() {
      return uri.getPort() > 0 ? uri.getPort() : isSecure() ? 443 : 80;
    }
  }

  /** The place that a user's web hook leads to. */
  Target of(String webHook) throws NotSentException {
    var uri = uri(webHook.contains("://") ? webHook : "http://" + webHook);
    try {
      for (var address : InetAddress.getAllByName(host(uri))) {
        if (isOpen(address)) {
          return new Target(uri, address);
        }
      }
    } catch (UnknownHostException e) {
      throw NotSentException.now("the web hook's host is unknown");
    }
    throw NotSentException.ever(
        "the web hook leads into a private network, which %s does not allow".formatted(KEY));
  }

  private static URI uri(String text) throws NotSentException {
    try {
      var uri = new URI(new URI(text).toASCIIString());
      var scheme = uri.getScheme().toLowerCase(Locale.ROOT);
      if (uri.getHost() != null
          && !uri.getHost().isEmpty()
          && (scheme.equals("http") || scheme.equals("https"))) {
        return scheme.equals(uri.getScheme())
            ? uri
            : new URI(scheme + text.substring(scheme.length()));
      }
    } catch (URISyntaxException e) {
      // Said below.
    }
    throw NotSentException.ever("the web hook is no http or https URL");
  }

  /** Without the brackets of an IPv6 address. */
  static String host(URI uri) {
    var host = uri.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private boolean isOpen(InetAddress address) {
    return allowed.contains(address)
        || !(address.isAnyLocalAddress()
            || address.isLoopbackAddress()
            || address.isLinkLocalAddress()
            || address.isSiteLocalAddress()
            || address.isMulticastAddress()
            || RESERVED.contains(address));
  }
}
