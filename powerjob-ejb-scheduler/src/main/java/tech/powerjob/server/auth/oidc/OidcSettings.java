package tech.powerjob.server.auth.oidc;

import java.net.URI;
import java.util.Optional;
import tech.powerjob.config.Settings;

/**
 * How the provider is reached, and which of its claims mean what.
 *
 * @param issuer URL of the provider, exactly as it writes it itself
 * @param clientId what the provider calls this application
 * @param clientSecret empty for a public client
 * @param redirectUri where the browser comes back to
 * @param scopes what is asked for, with spaces between
 * @param displayName what people read on the button
 * @param nameClaim claim with the user's name: unique, and the same for ever
 * @param groupsClaim claim with the user's groups; empty if they mean nothing here
 */
record OidcSettings(
    URI issuer,
    String clientId,
    Optional<String> clientSecret,
    URI redirectUri,
    String scopes,
    String displayName,
    String nameClaim,
    Optional<String> groupsClaim) {
  /**
   * The settings; empty if no issuer is set.
   *
   * @throws IllegalArgumentException naming key, value and rule
   */
  static Optional<OidcSettings> of(Settings settings) {
    var issuer = settings.find("powerjob.auth.oidc.issuer");
    if (issuer.isEmpty()) {
      return Optional.empty();
    }
    var mapping = settings.find("powerjob.auth.oidc.role-mapping");
    return Optional.of(
        new OidcSettings(
            secure("powerjob.auth.oidc.issuer", issuer.get()),
            settings
                .find("powerjob.auth.oidc.client-id")
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "powerjob.auth.oidc.client-id must be set with the issuer")),
            settings.find("powerjob.auth.oidc.client-secret"),
            uri(
                "powerjob.auth.oidc.redirect-uri",
                settings.text(
                    "powerjob.auth.oidc.redirect-uri",
                    "http://" + settings.httpPublicAddress() + "/callback.xhtml")),
            settings.text("powerjob.auth.oidc.scopes", "openid profile email"),
            settings.text("powerjob.auth.oidc.name", "OpenID Connect"),
            settings.text("powerjob.auth.oidc.username-claim", "sub"),
            mapping.map(text -> settings.text("powerjob.auth.oidc.groups-claim", "groups"))));
  }

  /** An address of the provider: what goes there and comes from there must not be readable. */
  static URI secure(String key, String text) {
    var uri = uri(key, text);
    var host = String.valueOf(uri.getHost());
    boolean near = host.equals("localhost") || host.equals("[::1]") || host.startsWith("127.");
    if (!"https".equals(uri.getScheme()) && !near) {
      throw new IllegalArgumentException(
          "%s is '%s' but must begin with https, except on this machine".formatted(key, text));
    }
    return uri;
  }

  private static URI uri(String key, String text) {
    try {
      var uri = URI.create(text);
      if (uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // The message below says it better.
    }
    throw new IllegalArgumentException("%s is '%s' but must be a URL".formatted(key, text));
  }

  /** Keeps the secret out of logs. */
  @Override
  public String toString() {
    return "OidcSettings[issuer=" + issuer + ", clientId=" + clientId + "]";
  }
}
