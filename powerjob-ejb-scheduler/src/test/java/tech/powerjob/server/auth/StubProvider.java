package tech.powerjob.server.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A provider of OpenID Connect, and DingTalk, on a port of this machine. Lets everybody in as the
 * same person, and signs real tokens; or signs as it is told, to see that it is not believed.
 */
public final class StubProvider implements AutoCloseable {
  public static final String CLIENT = "powerjob client";
  public static final String SECRET = "s3cret/of+the:client";

  /** How tokens are signed. */
  public enum Signature {
    GOOD,
    NONE,
    FOREIGN_KEY,
    CLIENT_SECRET
  }

  private record Code(String nonce, String challenge, String redirectUri) {}

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final Map<String, Code> codes = new ConcurrentHashMap<>();
  private final AtomicInteger count = new AtomicInteger();
  private final Map<String, Object> claims = new ConcurrentHashMap<>();
  private volatile RSAKey key = key("first");
  private volatile Signature signature = Signature.GOOD;

  public StubProvider() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/.well-known/openid-configuration", this::configuration);
    server.createContext("/keys", exchange -> answer(exchange, 200, keys()));
    server.createContext("/authorize", this::authorize);
    server.createContext("/token", this::token);
    server.createContext("/ding/login", this::authorize);
    server.createContext("/v1.0/oauth2/userAccessToken", this::dingToken);
    server.createContext("/v1.0/contact/users/me", this::dingPerson);
    server.start();
    reset();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Back to a person with the usual claims, and to good signatures. */
  public void reset() {
    signature = Signature.GOOD;
    claims.clear();
    claims.put("sub", "248289761001");
    claims.put("name", "Jane Doe");
    claims.put("email", "jane@example.org");
  }

  /** From now on tokens say this; {@code null} leaves the claim out. */
  public void say(String claim, Object value) {
    if (value == null) {
      claims.remove(claim);
    } else {
      claims.put(claim, value);
    }
  }

  public void sign(Signature how) {
    signature = how;
  }

  /** Takes another key, as providers do now and then. */
  public void rotateKey() {
    key = key("rotated" + count.incrementAndGet());
  }

  private static RSAKey key(String id) {
    try {
      return new RSAKeyGenerator(2048).keyID(id).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private String keys() {
    return new JWKSet(key.toPublicJWK()).toString();
  }

  private void configuration(HttpExchange exchange) throws IOException {
    answer(
        exchange,
        200,
        JSON.writeValueAsString(
            Map.of(
                "issuer", url(),
                "authorization_endpoint", url() + "/authorize",
                "token_endpoint", url() + "/token",
                "jwks_uri", url() + "/keys")));
  }

  /** What a person does here: nothing, and is sent back at once. */
  private void authorize(HttpExchange exchange) throws IOException {
    var query = form(exchange.getRequestURI().getRawQuery());
    var code = "code" + count.incrementAndGet();
    codes.put(
        code,
        new Code(
            query.getOrDefault("nonce", ""),
            query.getOrDefault("code_challenge", ""),
            query.get("redirect_uri")));
    var back =
        query.get("redirect_uri")
            + "?code="
            + code
            + "&authCode="
            + code
            + "&state="
            + URLEncoder.encode(query.get("state"), StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Location", back);
    exchange.sendResponseHeaders(302, -1);
    exchange.close();
  }

  /** The query with which a browser comes back that was sent to this URL. */
  public Map<String, String> visit(String url) {
    var query = form(URI.create(url).getRawQuery());
    var code = "code" + count.incrementAndGet();
    codes.put(
        code,
        new Code(
            query.getOrDefault("nonce", ""),
            query.getOrDefault("code_challenge", ""),
            query.get("redirect_uri")));
    return Map.of("code", code, "authCode", code, "state", query.get("state"));
  }

  private void token(HttpExchange exchange) throws IOException {
    var form = form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    var code = codes.remove(form.getOrDefault("code", ""));
    var expected =
        "Basic "
            + Base64.getEncoder()
                .encodeToString(
                    (encode(CLIENT) + ":" + encode(SECRET)).getBytes(StandardCharsets.UTF_8));
    boolean good =
        code != null
            && expected.equals(exchange.getRequestHeaders().getFirst("Authorization"))
            && "authorization_code".equals(form.get("grant_type"))
            && code.redirectUri().equals(form.get("redirect_uri"))
            && code.challenge().equals(challenge(form.getOrDefault("code_verifier", "")));
    if (!good) {
      answer(exchange, 400, "{\"error\":\"invalid_grant\"}");
      return;
    }
    answer(
        exchange,
        200,
        JSON.writeValueAsString(
            Map.of("access_token", "x", "token_type", "Bearer", "id_token", idToken(code))));
  }

  private String idToken(Code code) {
    var said = new HashMap<String, Object>();
    said.put("iss", url());
    said.put("aud", List.of(CLIENT));
    said.put("iat", Instant.now().getEpochSecond());
    said.put("exp", Instant.now().plusSeconds(300).getEpochSecond());
    said.put("nonce", code.nonce());
    said.putAll(claims);
    var set = new JWTClaimsSet.Builder();
    said.forEach(
        (name, value) -> {
          boolean time = List.of("iat", "exp", "nbf").contains(name);
          set.claim(name, time ? new Date(((Number) value).longValue() * 1000) : value);
        });
    try {
      return switch (signature) {
        case NONE -> new PlainJWT(set.build()).serialize();
        case GOOD -> signed(set.build(), key, key.getKeyID());
        case FOREIGN_KEY -> signed(set.build(), key("foreign"), key.getKeyID());
        case CLIENT_SECRET -> {
          var jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), set.build());
          jwt.sign(new MACSigner((SECRET + SECRET).getBytes(StandardCharsets.UTF_8)));
          yield jwt.serialize();
        }
      };
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String signed(JWTClaimsSet claims, RSAKey with, String keyId)
      throws JOSEException {
    var header =
        new JWSHeader.Builder(JWSAlgorithm.RS256).type(JOSEObjectType.JWT).keyID(keyId).build();
    var jwt = new SignedJWT(header, claims);
    jwt.sign(new RSASSASigner(with));
    return jwt.serialize();
  }

  private void dingToken(HttpExchange exchange) throws IOException {
    JsonNode request = JSON.readTree(exchange.getRequestBody());
    boolean good =
        codes.remove(request.path("code").asText()) != null
            && request.path("clientId").asText().equals(CLIENT)
            && request.path("clientSecret").asText().equals(SECRET)
            && request.path("grantType").asText().equals("authorization_code");
    answer(
        exchange,
        good ? 200 : 400,
        good ? "{\"accessToken\":\"ding-token\",\"expireIn\":7200}" : "{\"code\":\"invalid\"}");
  }

  private void dingPerson(HttpExchange exchange) throws IOException {
    boolean good =
        "ding-token".equals(exchange.getRequestHeaders().getFirst("x-acs-dingtalk-access-token"));
    answer(
        exchange,
        good ? 200 : 401,
        "{\"nick\":\"小明\",\"unionId\":\"union1\",\"openId\":\"o\",\"mobile\":\"139\",\"email\":\"m@x\"}");
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static Map<String, String> form(String encoded) {
    var fields = new HashMap<String, String>();
    for (var pair : encoded.split("&")) {
      int equals = pair.indexOf('=');
      fields.put(
          URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
          URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return fields;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String challenge(String verifier) {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(
              MessageDigest.getInstance("SHA-256")
                  .digest(verifier.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
