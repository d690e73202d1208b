package tech.powerjob.server.alarm.channel;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.hc.client5.http.DnsResolver;
import tech.powerjob.config.Settings;
import tech.powerjob.domain.worker.NetworkRanges;

/**
 * Where web hooks may lead. Users choose them themselves, so they lead out: not to this machine nor
 * into private networks, except where an administrator allows it. Thread-safe.
 */
final class WebhookTargets implements DnsResolver {
  static final String KEY = "powerjob.alarm.webhook.allow";

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

  /** A name that leads only to where web hooks may not. */
  static final class ClosedException extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    ClosedException(String host) {
      super(host);
    }
  }

  /** The place that a user's web hook leads to. */
  static URI of(String webHook) throws NotSentException {
    return uri(webHook.contains("://") ? webHook : "http://" + webHook);
  }

  /** The addresses of a name that web hooks may lead to. */
  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    var open =
        Stream.of(InetAddress.getAllByName(host)).filter(this::isOpen).toArray(InetAddress[]::new);
    if (open.length == 0) {
      throw new ClosedException(host);
    }
    return open;
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
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
