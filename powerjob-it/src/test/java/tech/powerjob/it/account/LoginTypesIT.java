package tech.powerjob.it.account;

import static org.assertj.core.api.Assertions.assertThat;
import static tech.powerjob.it.Calls.map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tech.powerjob.it.AdminApi;
import tech.powerjob.it.Calls;
import tech.powerjob.it.ServerProcess;
import tech.powerjob.server.auth.StubProvider;
import tech.powerjob.server.auth.StubProvider.Signature;

/** Logins by way of other servers, as browsers and consoles go through them. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class LoginTypesIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;

  private static StubProvider provider;
  private static ServerProcess server;
  private static Calls admin;
  private static long appId;

  /** A browser: keeps cookies, follows every redirect. */
  private final HttpClient browser = browser(HttpClient.Redirect.ALWAYS);

  @BeforeAll
  static void start() {
    provider = new StubProvider();
    server = ServerProcess.in(folder).thatLastsLong().withJvmOption("-Xmx1g");
    var callback = server.url("/callback.xhtml");
    server
        .with("POWERJOB_AUTH_OIDC_ISSUER", provider.url())
        .with("POWERJOB_AUTH_OIDC_CLIENT_ID", StubProvider.CLIENT)
        .with("POWERJOB_AUTH_OIDC_CLIENT_SECRET", StubProvider.SECRET)
        .with("POWERJOB_AUTH_OIDC_REDIRECT_URI", callback)
        .with("POWERJOB_AUTH_OIDC_NAME", "Example Inc")
        .with("POWERJOB_AUTH_OIDC_ROLE_MAPPING", "devs=APP:shared:DEVELOPER;bosses=GLOBAL:ADMIN")
        .with("POWERJOB_AUTH_DINGTALK_APP_KEY", StubProvider.CLIENT)
        .with("POWERJOB_AUTH_DINGTALK_APP_SECRET", StubProvider.SECRET)
        .with("POWERJOB_AUTH_DINGTALK_CALLBACK_URL", callback)
        .with("POWERJOB_AUTH_DINGTALK_LOGIN_URL", provider.url() + "/ding/login")
        .with("POWERJOB_AUTH_DINGTALK_API_URL", provider.url())
        .start();
    appId = AdminApi.login(server).createApp("shared", "shared password");
    admin = Calls.asUser(server.url(""), "ADMIN", ServerProcess.ADMIN_PASSWORD);
  }

  @AfterAll
  static void stop() {
    server.close();
    provider.close();
  }

  @BeforeEach
  void usualPerson() {
    provider.reset();
  }

  /**
   * Speaks HTTP/1.1 as browsers do without TLS. This client would upgrade to HTTP/2 and reset the
   * stream of every redirect, to which Payara now and then answers by closing the connection.
   */
  private static HttpClient browser(HttpClient.Redirect redirects) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
        .followRedirects(redirects)
        .connectTimeout(Duration.ofSeconds(5))
        .build();
  }

  private HttpResponse<String> get(HttpClient client, String url) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(30)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private JsonNode call(String pathAndQuery) throws Exception {
    return JSON.readTree(get(browser, server.url(pathAndQuery)).body());
  }

  /** As consoles do it: ask for the URL, go there, hand the parameters on. */
  private JsonNode logIn(String type) throws Exception {
    var url = call("/auth/thirdPartyLoginUrl?type=" + type).path("data").asText();
    return call(callback(provider.visit(url)));
  }

  private static String callback(Map<String, String> query) {
    return "/auth/thirdPartyLoginCallback?code=%s&authCode=%s&state=%s"
        .formatted(query.get("code"), query.get("authCode"), query.get("state"));
  }

  @Test
  void configuredTypes_areOffered() throws Exception {
    var types = call("/auth/supportLoginTypes").path("data");

    assertThat(types.findValuesAsText("type")).containsExactly("PWJB", "DING", "OIDC");
    assertThat(types.findValuesAsText("name"))
        .containsExactly("PowerJob Account", "DingTalk", "Example Inc");
    assertThat(call("/auth/thirdPartyLoginUrl?type=PWJB").path("data").asText())
        .isEqualTo("FE-REDIRECT:powerjobLogin");
    assertThat(call("/auth/thirdPartyLoginUrl?type=QYWX").path("success").asBoolean()).isFalse();
    assertThat(get(browser, server.url("/login.xhtml")).body())
        .contains("thirdPartyLogin?type=OIDC", "Example Inc", "thirdPartyLogin?type=DING");
  }

  @Test
  void browser_goesThereAndComesBackIntoTheConsole() throws Exception {
    var page = get(browser, server.url("/auth/thirdPartyLogin?type=OIDC&zone=Europe/Paris"));

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.uri().getPath()).isEqualTo("/home.xhtml");
    assertThat(page.body()).contains("Jane Doe", "Europe/Paris");
  }

  @Test
  void firstLogin_makesAUserWhoMayDoNothing() throws Exception {
    var user = logIn("OIDC").path("data");

    assertThat(user.path("username").asText()).isEqualTo("OIDC_248289761001");
    assertThat(user.path("email").asText()).isEqualTo("jane@example.org");
    var calls = Calls.withToken(server.url(""), user.path("jwtToken").asText());
    assertThat(calls.get("/user/detail").data().path("accountType").asText()).isEqualTo("OIDC");
    assertThat(calls.post("/appInfo/list", Map.of()).data().path("totalItems").asInt()).isZero();
    assertThat(calls.post("/job/list", map("appId", appId)).message())
        .contains("Permission denied!");
  }

  @Test
  void groups_giveRolesAndTakeThemAgain() throws Exception {
    provider.say("sub", "group member");
    provider.say("groups", List.of("devs", "others"));
    var user = logIn("OIDC").path("data");
    var calls = Calls.withToken(server.url(""), user.path("jwtToken").asText());
    assertThat(calls.post("/job/list", map("appId", appId)).success()).isTrue();
    assertThat(calls.post("/user/query", Map.of()).success()).isFalse();

    provider.say("groups", List.of());
    logIn("OIDC");
    assertThat(calls.post("/job/list", map("appId", appId)).success()).isFalse();
  }

  @Test
  void foreignStateOrBrowser_isRefused() throws Exception {
    var url = call("/auth/thirdPartyLoginUrl?type=OIDC").path("data").asText();
    var query = provider.visit(url);
    var otherBrowser = browser(HttpClient.Redirect.ALWAYS);

    assertThat(get(otherBrowser, server.url(callback(query))).body())
        .contains("not begun in this browser");
    assertThat(
            call(callback(Map.of("code", query.get("code"), "authCode", "", "state", "OIDC")))
                .path("message")
                .asText())
        .contains("not begun in this browser");
    assertThat(call(callback(query)).path("success").asBoolean()).isTrue();
    assertThat(call(callback(query)).path("success").asBoolean()).as("once only").isFalse();
    assertThat(get(otherBrowser, server.url("/callback.xhtml?code=x&state=y")).body())
        .contains("You could not be logged in.");
  }

  @Test
  void whatTheProviderDidNotSign_isNotBelieved() throws Exception {
    for (var signature : List.of(Signature.NONE, Signature.FOREIGN_KEY, Signature.CLIENT_SECRET)) {
      provider.sign(signature);
      assertThat(logIn("OIDC").path("message").asText())
          .isEqualTo(
              "PowerJobException: UserAuthFailed:the login provider's answer cannot be trusted");
    }
    provider.reset();
    provider.say("nonce", "another");
    assertThat(logIn("OIDC").path("success").asBoolean()).isFalse();
    var page = get(browser, server.url("/auth/thirdPartyLogin?type=OIDC"));
    assertThat(page.uri().getPath()).isEqualTo("/callback.xhtml");
    assertThat(page.body()).contains("You could not be logged in.");
    assertThat(
            admin
                .get("/api/v1/audit?action=login&outcome=DENIED")
                .data()
                .path("items")
                .findValuesAsText("reason"))
        .anyMatch(reason -> reason.contains("cannot be trusted"));
  }

  @Test
  void disabledPerson_staysOutside() throws Exception {
    provider.say("sub", "to be disabled");
    long id = logIn("OIDC").path("data").path("id").asLong();
    admin.post("/user/disable?uid=" + id).data();

    assertThat(logIn("OIDC").path("code").asText()).isEqualTo("-103");
  }

  @Test
  void dingTalk_letsPeopleIn() throws Exception {
    var user = logIn("DING").path("data");

    assertThat(user.path("username").asText()).isEqualTo("DING_union1");
    assertThat(user.path("phone").asText()).isEqualTo("139");
    assertThat(user.path("jwtToken").asText()).startsWith("eyJ");
  }

  @Test
  void credentialsForATypeWithoutThem_areRefused() {
    var answer =
        Calls.asStranger(server.url(""))
            .post("/auth/thirdPartyLoginDirect", Map.of("loginType", "OIDC", "originParams", "{}"));

    assertThat(answer.code()).isEqualTo("-300");
  }
}
