package tech.powerjob.it.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static tech.powerjob.it.Calls.map;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tech.powerjob.client.PowerJobClient;
import tech.powerjob.it.Calls;
import tech.powerjob.it.ServerProcess;
import tech.powerjob.it.console.Browsing;
import tech.powerjob.it.console.Looks;

/** Users, namespaces, applications and their roles, at a server that made up its own password. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class AccountsIT {
  private static final String PASSWORD = "a long enough password";

  @TempDir static Path folder;

  private static ServerProcess server;
  private static String url;
  private static Calls admin;
  private static long adminId;
  private static long namespace;

  /** Everything before the password is changed happens here, since it can happen once only. */
  @BeforeAll
  static void startAndChangeTheInitialPassword() throws Exception {
    server =
        ServerProcess.in(folder)
            .thatLastsLong()
            .withJvmOption("-Xmx1g")
            .with("POWERJOB_ADMIN_PASSWORD", "")
            .start();
    url = server.url("");
    var file = folder.resolve("initial-admin-password");
    var initial = Files.readString(file).strip();
    var before = Calls.asUser(url, "ADMIN", initial);
    for (var answer :
        List.of(
            before.post("/appInfo/list", Map.of()),
            before.get("/user/list"),
            before.post("/pwjbUser/create", Map.of("username", "x", "password", PASSWORD)),
            before.get("/api/v1/audit"))) {
      assertThat(answer.success()).isFalse();
    }
    assertThat(before.get("/user/list").message())
        .startsWith("OPERATION_NOT_PERMITTED:the initial password must be changed first");
    assertThat(before.get("/user/list").code()).isEqualTo("-502");
    assertThat(before.get("/api/v1/audit").status()).isEqualTo(403);
    assertThat(before.get("/auth/ifLogin").data().path("username").asText())
        .isEqualTo("PWJB_ADMIN");

    assertThat(change("ADMIN", initial, "short", "short").message()).contains("at least 8");
    assertThat(change("ADMIN", initial, PASSWORD, "another").message())
        .isEqualTo("PowerJobException: Inconsistent passwords");
    assertThat(change("ADMIN", "wrong", PASSWORD, PASSWORD).code()).isEqualTo("-400");
    changeOnThePage(initial);

    assertThat(before.get("/auth/ifLogin").data().isNull()).isTrue();
    assertThat(Calls.logIn(url, "ADMIN", initial).message()).contains("password is incorrect");
    assertThat(file).doesNotExist();
    admin = Calls.asUser(url, "ADMIN", PASSWORD);
    adminId = admin.get("/user/detail").data().path("id").asLong();
    namespace = admin.post("/namespace/listAll", Map.of()).data().get(0).path("id").asLong();
  }

  /** Wherever the administrator wants to go, this page is shown until it has done its work. */
  private static void changeOnThePage(String initial) {
    try (var browsing = new Browsing(server);
        var window = browsing.window(ColorScheme.LIGHT, "zh-CN", "Asia/Shanghai")) {
      var page = window.newPage();
      page.navigate(url + "/login.xhtml");
      Browsing.logIn(page, "ADMIN", initial);
      PlaywrightAssertions.assertThat(page).hasURL(url + "/password.xhtml");
      page.navigate(url + "/jobs.xhtml");
      PlaywrightAssertions.assertThat(page).hasURL(url + "/password.xhtml");
      PlaywrightAssertions.assertThat(page.locator("h1")).hasText("修改密码");
      Looks.good(page, "password-chinese");

      change(page, "wrong password", PASSWORD, PASSWORD);
      PlaywrightAssertions.assertThat(page.locator(".problem")).hasText("当前密码错误。");
      change(page, initial, PASSWORD, PASSWORD + "x");
      PlaywrightAssertions.assertThat(page.locator(".problem")).hasText("两次输入的新密码不一致。");
      change(page, initial, "short", "short");
      PlaywrightAssertions.assertThat(page.locator(".problem")).hasText("新密码至少需要 8 个字符。");
      change(page, initial, PASSWORD, PASSWORD);
      PlaywrightAssertions.assertThat(page).hasURL(url + "/home.xhtml");

      var elsewhere = Calls.asUser(url, "ADMIN", PASSWORD);
      long id = elsewhere.get("/user/detail").data().path("id").asLong();
      elsewhere.post("/api/v1/users/" + id + "/sessions/revoke").data();
      page.navigate(url + "/jobs.xhtml");
      PlaywrightAssertions.assertThat(page).hasURL(url + "/login.xhtml");
      assertThat(browsing.problems()).isEmpty();
    }
  }

  private static void change(Page page, String old, String fresh, String again) {
    page.fill("id=password:old", old);
    page.fill("id=password:new", fresh);
    page.fill("id=password:again", again);
    page.click("id=password:submit");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void registration_isOff_andAdministratorsMakeAccounts() {
    var stranger = Calls.asStranger(url);
    var request = Map.of("username", "carl", "password", PASSWORD, "nick", "Carl");

    assertThat(stranger.post("/pwjbUser/create", request).message())
        .contains("registration is switched off");
    assertThat(user("clara").post("/pwjbUser/create", request).success()).isFalse();

    var made = admin.post("/pwjbUser/create", request).data();
    assertThat(made.path("username").asText()).isEqualTo("PWJB_carl");
    assertThat(made.toString()).doesNotContain("pbkdf2", PASSWORD);
    assertThat(admin.post("/pwjbUser/create", request).message())
        .isEqualTo("PowerJobException: username already exist, please change one!");
    assertThat(admin.post("/pwjbUser/create", Map.of("password", PASSWORD)).message())
        .isEqualTo("PowerJobException: userName can't be null or empty!");
    assertThat(admin.post("/pwjbUser/create", Map.of("username", "x")).message())
        .isEqualTo("PowerJobException: password can't be null or empty!");
  }

  @Test
  void namesOfUsers_areForUsers_detailsForAdministrators() {
    var dora = user("dora");
    admin.post("/user/modify", map("id", id("dora"), "phone", "0123", "email", "d@ora")).data();

    assertThat(Calls.asStranger(url).get("/user/list").code()).isEqualTo("-100");
    assertThat(find(dora.get("/user/list?name=dora").data(), "dora").path("phone").isNull())
        .isTrue();
    assertThat(dora.post("/user/query", Map.of()).message())
        .isEqualTo("PowerJobException: Permission denied!");
    assertThat(find(admin.post("/user/query", Map.of("phoneLike", "12")).data(), "dora"))
        .isNotNull();
    var detail = dora.get("/user/detail").data();
    assertThat(detail.path("originUsername").asText()).isEqualTo("dora");
    assertThat(detail.path("email").asText()).isEqualTo("d@ora");
    assertThat(detail.path("password").isNull()).isTrue();
    assertThat(detail.path("globalRoles")).isEmpty();
  }

  @Test
  void users_changeThemselvesAndNobodyElse() {
    var emil = user("emil");
    user("frida");

    assertThat(emil.post("/user/modify", map("id", id("emil"), "nick", "E.")).success()).isTrue();
    assertThat(emil.post("/user/modify", map("id", id("emil"), "nick", "")).success()).isTrue();
    assertThat(emil.get("/user/detail").data().path("nick").asText()).isEqualTo("E.");
    for (var answer :
        List.of(
            emil.post("/user/modify", map("id", id("frida"), "nick", "mine")),
            emil.post("/user/disable?uid=" + id("frida")),
            emil.post("/user/enable?uid=" + id("frida")))) {
      assertThat(answer.message())
          .contains("Only the administrator and account owner can modify the account");
    }
    assertThat(emil.post("/api/v1/users/" + id("frida") + "/sessions/revoke").status())
        .isEqualTo(403);
  }

  @Test
  void disabledUser_isOutAtOnce_andBackWhenEnabled() {
    var gina = user("gina");
    assertThat(gina.get("/user/detail").success()).isTrue();

    admin.post("/user/disable?uid=" + id("gina")).data();
    assertThat(gina.get("/user/detail").code()).isEqualTo("-103");
    assertThat(Calls.logIn(url, "gina", PASSWORD).code()).isEqualTo("-103");

    admin.post("/user/enable?uid=" + id("gina")).data();
    assertThat(gina.get("/user/detail").code()).isEqualTo("-102");
    assertThat(Calls.asUser(url, "gina", PASSWORD).get("/user/detail").success()).isTrue();
  }

  @Test
  void logOut_endsThatToken_revocationEndsAll() {
    var first = user("hugo");
    var second = Calls.asUser(url, "hugo", PASSWORD);
    first.post("/auth/logout").data();
    assertThat(first.get("/user/detail").code()).isEqualTo("-102");
    assertThat(second.get("/user/detail").success()).isTrue();

    admin.post("/api/v1/users/" + id("hugo") + "/sessions/revoke").data();
    assertThat(second.get("/user/detail").code()).isEqualTo("-102");
    assertThat(Calls.asUser(url, "hugo", PASSWORD).get("/user/detail").success()).isTrue();
  }

  @Test
  void globalAdministrators_areMadeByThem_andOneStays() {
    var ida = user("ida");
    assertThat(ida.post("/auth/saveGlobalAdmin", Map.of("admin", List.of(id("ida")))).message())
        .isEqualTo("PowerJobException: Permission denied!");
    assertThat(admin.post("/auth/saveGlobalAdmin", Map.of("admin", List.of())).message())
        .isEqualTo("PowerJobException: At least one super administrator is required!");
    assertThat(admin.post("/auth/saveGlobalAdmin", Map.of("admin", List.of(999_999))).message())
        .contains("no user has the id 999999");

    var both = Map.of("admin", List.of(adminId, id("ida")));
    admin.post("/auth/saveGlobalAdmin", both).data();
    assertThat(admin.get("/auth/listGlobalAdmin").data().toString())
        .isEqualTo("[%d,%d]".formatted(adminId, id("ida")));
    assertThat(ida.post("/user/query", Map.of()).success()).isTrue();

    admin.post("/auth/saveGlobalAdmin", Map.of("admin", List.of(adminId))).data();
    assertThat(ida.post("/user/query", Map.of()).success()).isFalse();
    assertThat(admin.post("/user/disable?uid=" + adminId).message())
        .contains("At least one super administrator is required!");
  }

  @Test
  void namespaces_followTheirRules() {
    var jan = user("jan");
    assertThat(jan.post("/namespace/save", Map.of("name", "x")).message())
        .isEqualTo("PowerJobException: namespace code can't be empty");
    assertThat(jan.post("/namespace/save", Map.of("code", "a b")).message())
        .isEqualTo("PowerJobException: namespace code can't contains white space!");
    var made =
        jan.post("/namespace/save", Map.of("code", "ns1", "name", "One", "dept", "D", "tags", "t"))
            .data();
    long id = made.path("id").asLong();
    assertThat(made.path("showName").asText()).isEqualTo("One(ns1)");
    assertThat(made.path("token").asText()).hasSize(36);
    assertThat(made.path("componentUserRoleInfo").path("admin").get(0).asLong())
        .isEqualTo(id("jan"));
    assertThat(jan.post("/namespace/save", Map.of("code", "ns1")).message())
        .contains("ILLEGAL_ARGS_ERROR:");
    assertThat(jan.post("/namespace/save", map("id", id, "code", "other")).message())
        .contains("NOT_ALLOW_CHANGE_THE_NAMESPACE_CODE");

    var karl = user("karl");
    assertThat(karl.post("/namespace/save", map("id", id, "name", "mine")).message())
        .contains("Permission denied!");
    var seen = karl.post("/namespace/list", Map.of("codeLike", "ns1")).data().path("data").get(0);
    assertThat(seen.path("token").asText()).isEqualTo("NO_PERMISSION_TO_SEE");
    assertThat(seen.path("statusStr").asText()).isEqualTo("ENABLE");
    assertThat(seen.path("creatorShowName").asText()).isEqualTo("jan");
    jan.post("/appInfo/save", map("appName", "inNs1", "password", "apppwd", "namespaceId", id))
        .data();
    assertThat(jan.delete("/namespace/delete?id=" + id).message())
        .contains("Unable to delete due to associated apps: inNs1");
    assertThat(karl.delete("/namespace/delete?id=" + id).message()).contains("Permission denied!");

    // Whoever may read the namespace may read its applications.
    var people = Map.of("admin", List.of(id("jan")), "observer", List.of(id("karl")));
    jan.post("/namespace/save", map("id", id, "name", "One", "componentUserRoleInfo", people))
        .data();
    assertThat(karl.post("/appInfo/list", Map.of("namespaceId", id)).data().path("totalItems"))
        .hasToString("1");
    jan.post("/appInfo/delete?appId=" + appId(jan, "inNs1")).data();
    assertThat(jan.delete("/namespace/delete?id=" + id).success()).isTrue();
  }

  @Test
  void applications_areJoinedWithTheirPassword_andDeletedWhenIdle() throws Exception {
    var lena = user("lena");
    var max = user("max");
    lena.post("/appInfo/save", map("appName", "hers", "password", "pw1", "namespaceId", namespace))
        .data();
    long app = appId(lena, "hers");
    assertThat(
            max.post("/appInfo/becomeAdmin", Map.of("appName", "hers", "password", "pw0")).code())
        .isEqualTo("-400");
    assertThat(max.post("/appInfo/list", Map.of()).data().path("totalItems").asInt()).isZero();
    assertThat(max.post("/appInfo/delete?appId=" + app).success()).isFalse();

    max.post("/appInfo/becomeAdmin", Map.of("appName", "hers", "password", "pw1")).data();
    var seen = max.post("/appInfo/list", Map.of()).data().path("data").get(0);
    assertThat(seen.path("componentUserRoleInfo").path("admin")).hasSize(2);
    assertThat(seen.path("password").asText()).isEqualTo("NO_PERMISSION_TO_SEE");

    try (var client = new PowerJobClient(server.address(), "hers", "pw1")) {
      assertThat(client.fetchAllJob().isSuccess()).isTrue();
      var calls = Calls.asApp(url, "hers", "pw1");
      max.post("/api/v1/apps/" + app + "/tokens/revoke").data();
      assertThat(calls.post("/openApi/fetchAllJob?appId=" + app).code()).isEqualTo("-400");
      assertThat(client.fetchAllJob().isSuccess()).as("logs in again by itself").isTrue();
    }
    max.post("/appInfo/delete?appId=" + app).data();
    assertThat(
            Calls.asStranger(url)
                .post("/openApi/authApp", Map.of("appName", "hers", "encryptedPassword", "pw1"))
                .code())
        .isEqualTo("-402");
  }

  @Test
  void guessing_isSlowedDown_butNotForThoseWhoHaveBeenIn() {
    user("nora");
    Calls.Answer last = null;
    for (int i = 0; i < 45; i++) {
      last = Calls.logIn(url, "guess" + i, "wrong");
    }
    assertThat(last.message()).contains("too many failed logins");
    assertThat(Calls.logIn(url, "nora", PASSWORD).success()).isTrue();
    // Further tests make users of their own at this address.
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(500))
        .until(() -> !Calls.logIn(url, "ADMIN", PASSWORD).message().contains("too many"));
  }

  /** A user of that name, logged in. */
  private static Calls user(String name) {
    admin
        .post("/pwjbUser/create", Map.of("username", name, "password", PASSWORD, "nick", name))
        .data();
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> tryLogin(name), calls -> calls != null);
  }

  /** Another test may have made the server careful with this address. */
  private static Calls tryLogin(String name) {
    var answer = Calls.logIn(url, name, PASSWORD);
    return answer.success() ? Calls.withToken(url, answer.data().path("jwtToken").asText()) : null;
  }

  private static long id(String name) {
    return find(admin.post("/user/query", Map.of()).data(), name).path("id").asLong();
  }

  private static JsonNode find(JsonNode users, String name) {
    return StreamSupport.stream(users.spliterator(), false)
        .filter(user -> user.path("username").asText().equals("PWJB_" + name))
        .findFirst()
        .orElse(null);
  }

  private static long appId(Calls caller, String name) {
    return caller
        .post("/appInfo/list", Map.of("appNameLike", name))
        .data()
        .path("data")
        .get(0)
        .path("id")
        .asLong();
  }

  private static Calls.Answer change(String name, String old, String fresh, String again) {
    return Calls.asStranger(url)
        .post(
            "/pwjbUser/changePassword",
            map("username", name, "oldPassword", old, "newPassword", fresh, "newPassword2", again));
  }
}
