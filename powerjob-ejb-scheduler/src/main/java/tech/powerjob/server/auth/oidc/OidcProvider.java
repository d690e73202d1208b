package tech.powerjob.server.auth.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.MalformedURLException;
import java.net.URI;
import java.text.ParseException;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.common.enums.ErrorCodes;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.server.auth.ProviderCalls;

/**
 * What a provider says about itself, and the check of what it signs. Thread-safe.
 *
 * @param authorization where browsers go
 * @param token where codes are exchanged
 * @param basic whether the client shows its secret in a header rather than in the form
 * @param keys the keys that the provider signs with, read again when an unknown one appears
 */
record OidcProvider(URI authorization, URI token, boolean basic, JWKSource<SecurityContext> keys) {
  private static final Logger LOG = LoggerFactory.getLogger(OidcProvider.class);
  private static final int TIMEOUT_MILLIS = 5_000;
  private static final int MAX_BYTES = 512 * 1024;
  private static final int CLOCK_SKEW_SECONDS = 60;

  /** Signatures that need the provider's own key: neither none nor one by the client's secret. */
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  /**
   * Asks a provider.
   *
   * @throws PowerJobException if it does not answer as it should
   */
  static OidcProvider discover(OidcSettings settings, ProviderCalls calls) {
    var issuer = settings.issuer().toString();
    var said =
        calls.get(
            URI.create(issuer.replaceFirst("/$", "") + "/.well-known/openid-configuration"),
            Map.of());
    try {
      if (!issuer.equals(said.path("issuer").asText())) {
        throw new IllegalArgumentException("it says that it is " + said.path("issuer"));
      }
      var keys =
          JWKSourceBuilder.create(
                  address(said, "jwks_uri").toURL(),
                  new DefaultResourceRetriever(TIMEOUT_MILLIS, TIMEOUT_MILLIS, MAX_BYTES))
              .build();
      var methods = said.path("token_endpoint_auth_methods_supported");
      return new OidcProvider(
          address(said, "authorization_endpoint"),
          address(said, "token_endpoint"),
          !methods.isArray() || methods.toString().contains("\"client_secret_basic\""),
          keys);
    } catch (IllegalArgumentException | MalformedURLException e) {
      LOG.warn(
          "the configuration of the login provider {} is not as it should be: {}",
          issuer,
          e.getMessage());
      throw new PowerJobException(
          ErrorCodes.USER_AUTH_FAILED, "the login provider does not answer as it should");
    }
  }

  private static URI address(JsonNode said, String field) {
    return OidcSettings.secure(field, said.path(field).asText());
  }

  /**
   * What an ID token says, if it is good: signed by the provider, for this client and this attempt,
   * and not over.
   *
   * @throws PowerJobException if it is not; why is in the log
   */
  JWTClaimsSet verify(String idToken, OidcSettings settings, String nonce) {
    var exact =
        new JWTClaimsSet.Builder()
            .issuer(settings.issuer().toString())
            .claim("nonce", nonce)
            .build();
    var verifier =
        new DefaultJWTClaimsVerifier<>(
            settings.clientId(), exact, Set.of("sub", "iat", "exp", "nonce"));
    verifier.setMaxClockSkew(CLOCK_SKEW_SECONDS);
    var processor = new DefaultJWTProcessor<SecurityContext>();
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
    processor.setJWTClaimsSetVerifier(verifier);
    try {
      var claims = processor.process(idToken, null);
      var party = claims.getStringClaim("azp");
      boolean ours =
          party == null ? claims.getAudience().size() == 1 : party.equals(settings.clientId());
      if (!ours) {
        throw new BadJOSEException("the token is for another client, too");
      }
      return claims;
    } catch (ParseException | BadJOSEException | JOSEException e) {
      LOG.warn("an ID token of {} is refused: {}", settings.issuer(), e.getMessage());
      throw new PowerJobException(
          ErrorCodes.USER_AUTH_FAILED, "the login provider's answer cannot be trusted");
    }
  }
}
