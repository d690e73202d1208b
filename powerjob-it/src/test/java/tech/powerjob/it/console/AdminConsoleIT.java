package tech.powerjob.it.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tech.powerjob.it.Calls;
import tech.powerjob.it.ServerProcess;
import tech.powerjob.it.SharedServer;

/** The pages of administrators: one server, several people at several browsers. */
class AdminConsoleIT {
  private static final String PASSWORD = "a-good-password";

  /** What people write who mean harm; it is to be read, and to do nothing. */
  private static final List<String> HARM =
      List.of(
          "<script>window.harmed=1</script>",
          "\"><img src=x onerror=window.harmed=1>",
          "'-window.harmed=1-'",
          "</textarea><svg onload=window.harmed=1>",
          "#{1+1}${7*7}",
          "<a href=\"javascript:window.harmed=1\">x</a>");

  @TempDir static Path folder;

  @RegisterExtension static final SharedServer SERVER = new SharedServer();

  private static ServerProcess server;
  private static Calls admin;
  private static Browsing browsing;
  private static long defaultNamespace;
  private static long shop;

  private final List<BrowserContext> windows = new ArrayList<>();

  @BeforeAll
  static void startEverything() throws Exception {
    server = SERVER.process();
    admin = Calls.asUser(server, "ADMIN", ServerProcess.ADMIN_PASSWORD);
    defaultNamespace = admin.post("/namespace/listAll", Map.of()).data().get(0).get("id").asLong();
    shop = createApp("shop", "The shop", "retail, eu");
    prepareThingsToSee();
    browsing = new Browsing(server);
  }

  private static void prepareThingsToSee() {
    createUser("mara", "Mara Kowalski");
    createUser("jin", "Jin Sato");
    var pools = "/api/v1/pools/%s?appId=" + shop;
    put(admin, pools.formatted("warehouse-db"), Map.of("capacity", 5)).data();
    put(admin, "/api/v1/pools/mail?appId=0", Map.of("capacity", 2)).data();
    put(
        admin,
        "/api/v1/calendars/holidays?appId=" + shop,
        Map.of("dates", List.of("2026-12-24/2026-12-26", "2027-01-01")));
    put(
        admin,
        "/api/v1/calendars/bank-days?global=true&appId=" + shop,
        Map.of("dates", List.of("2027-03-26", "2027-03-29")));
    admin.post("/api/v1/apps/" + shop + "/pause", Map.of("reason", "Moving the warehouse"));
  }

  private static long createApp(String name, String title, String tags) {
    return admin
        .post(
            "/appInfo/save",
            Map.of(
                "appName",
                name,
                "title",
                title,
                "tags",
                tags,
                "password",
                PASSWORD,
                "namespaceId",
                defaultNamespace))
        .data()
        .get("id")
        .asLong();
  }

  private static long createUser(String name, String nick) {
    return admin
        .post(
            "/pwjbUser/create",
            Map.of("username", name, "nick", nick, "password", PASSWORD, "phone", "555-0100"))
        .data()
        .get("id")
        .asLong();
  }

  @AfterAll
  static void stopEverything() throws Exception {
    if (browsing != null) {
      browsing.close();
    }
  }

  @AfterEach
  void closeWindows_thatHadNoScriptErrors() {
    windows.forEach(BrowserContext::close);
    assertThat(browsing.problems()).isEmpty();
  }

  @Test
  void administrator_makesNamespaceAppAndUser_whoThenSeesOnlyTheirs() {
    var page = loggedIn("ADMIN", ServerProcess.ADMIN_PASSWORD);
    page.navigate(server.url("/admin/namespaces.xhtml"));
    page.getByRole(AriaRole.LINK, named("New namespace")).click();
    page.getByLabel("Code").fill("team-a");
    page.getByRole(AriaRole.BUTTON, named("Create namespace")).click();
    told(page, "team-a was saved.");

    page.navigate(server.url("/admin/users.xhtml"));
    page.getByRole(AriaRole.LINK, named("New user")).click();
    page.getByLabel("User name").fill("olga");
    page.getByLabel("Name shown").fill("Olga Petrova");
    page.getByLabel("Password", exactly()).fill(PASSWORD);
    page.getByLabel("Password, once more").fill(PASSWORD);
    page.getByRole(AriaRole.BUTTON, named("Create user")).click();
    told(page, "olga was created");

    page.navigate(server.url("/admin/apps.xhtml"));
    page.getByRole(AriaRole.LINK, named("New application")).click();
    page.getByLabel("Application name").fill("billing");
    page.locator("[id='edit:namespace']").selectOption("team-a (team-a)");
    page.getByLabel("Password", exactly()).fill(PASSWORD);
    page.getByLabel("Add a person").pressSequentially("olg");
    page.locator(".ui-autocomplete-item").first().click();
    page.locator("[id='edit:newRole']").selectOption("OBSERVER");
    page.getByRole(AriaRole.BUTTON, named("Add").setExact(true)).click();
    assertThat(page.locator("[id='edit:roles'] tbody")).containsText("Olga Petrova");
    page.getByRole(AriaRole.BUTTON, named("Create application")).click();
    told(page, "billing was created");
    assertThat(page.locator("[id='edit:roles'] tbody tr")).hasCount(2);
    var billing = page.url().replaceAll(".*[?&]id=([0-9]+).*", "$1");

    var olga = newcomer("olga");
    olga.navigate(server.url("/admin/apps.xhtml"));
    assertThat(olga.locator("tbody tr")).hasCount(1);
    assertThat(olga.locator("tbody")).containsText("billing");
    assertThat(olga.locator(".side")).not().containsText("Users");
    olga.navigate(server.url("/admin/app.xhtml?id=" + billing));
    assertThat(olga.getByLabel("Title")).not().isEditable();
    assertThat(olga.locator("main input[type=submit]")).hasCount(0);
    olga.navigate(server.url("/admin/app.xhtml?id=" + shop));
    told(olga, "You are not allowed to do this.");
    assertThat(olga).hasURL(server.url("/admin/apps.xhtml"));
    olga.navigate(server.url("/admin/users.xhtml"));
    told(olga, "You are not allowed to do this.");
    assertThat(olga.locator("main")).not().containsText("mara");
  }

  @Test
  void whatAButtonDoesThatIsNotThere_isRefusedAllTheSame() {
    long observer = createUser("ivo", "Ivo");
    long app = createApp("ledger", "Ledger", "");
    var roles =
        Map.of(
            "observer",
            List.of(observer),
            "qa",
            List.of(),
            "developer",
            List.of(),
            "admin",
            List.of());
    admin
        .post(
            "/appInfo/save",
            Map.of(
                "id",
                app,
                "namespaceId",
                defaultNamespace,
                "title",
                "Ledger",
                "componentUserRoleInfo",
                roles))
        .data();
    var rival = loggedIn("ivo", PASSWORD);
    rival.navigate(server.url("/admin/pauses.xhtml?app=" + app));
    assertThat(rival.locator("main")).containsText("Nothing is paused");
    assertThat(rival.locator("[id='pause:begin']")).hasCount(0);
    assertThat(rival.locator(".primary.button, main input[type=submit]")).hasCount(0);

    // The form of the page that has the button, sent by somebody whose page has not.
    forge(rival, "pause", Map.of("pause:scope", "APP", "pause:reason", "x", "pause:begin", "x"));
    rival.navigate(server.url("/admin/pauses.xhtml?app=" + app));
    assertThat(rival.locator("main")).containsText("Nothing is paused");
    rival.navigate(server.url("/admin/app.xhtml?id=" + app));
    forge(rival, "edit", Map.of("edit:title", "Taken over", "edit:save", "x"));
    forge(rival, "danger", Map.of("danger:confirmation", "ledger", "danger:delete", "x"));
    rival.navigate(server.url("/admin/app.xhtml?id=" + app));
    assertThat(rival.getByLabel("Title")).hasValue("Ledger");

    var calls = Calls.asUser(server, "ivo", PASSWORD);
    assertThat(calls.post("/api/v1/apps/" + app + "/pause", Map.of("reason", "x")).success())
        .isFalse();
    assertThat(put(calls, "/api/v1/users/1/password", Map.of("password", PASSWORD)).status())
        .isEqualTo(403);
    assertThat(calls.get("/api/v1/audit?appId=" + app).success()).isFalse();
    assertThat(put(calls, "/api/v1/pools/mail?appId=0", Map.of("capacity", 9)).success()).isFalse();
  }

  /** Posts a form of Faces with the state of the page that is open. */
  private static void forge(Page page, String form, Map<String, String> fields) {
    var all = new LinkedHashMap<>(fields);
    all.put(form, form);
    var answer =
        page.evaluate(
            """
        async fields => {
          const body = new URLSearchParams(fields);
          const state = document.querySelector("input[name='jakarta.faces.ViewState']");
          body.set("jakarta.faces.ViewState", state.value);
          const nonce = document.querySelector("input[name='primefaces.nonce']");
          body.set("primefaces.nonce", nonce ? nonce.value : PrimeFaces.csp.NONCE_VALUE);
          const answer = await fetch(location.href, { method: "POST", body });
          return answer.status + " " + answer.url;
        }
        """,
            all);
    // A form that fails for another reason would prove nothing.
    assertThat((String) answer).startsWith("200 ").doesNotContain("error.xhtml", "login.xhtml");
  }

  @Test
  void administrator_resetsAPassword_thatTheUserHasToChange() {
    long id = createUser("vera", "Vera");
    var page = loggedIn("ADMIN", ServerProcess.ADMIN_PASSWORD);
    page.navigate(server.url("/admin/user.xhtml?id=" + id));
    page.locator("[id='reset:password']").fill("short");
    page.locator("[id='reset:again']").fill("short");
    page.locator("[id='reset:submit']").click();
    confirm(page);
    told(page, "at least 8");
    page.locator("[id='reset:password']").fill("another-password");
    page.locator("[id='reset:again']").fill("another-password");
    page.locator("[id='reset:submit']").click();
    confirm(page);
    told(page, "was reset");

    assertThat(Calls.logIn(server.url(""), "vera", PASSWORD).success()).isFalse();
    var vera = loginPage(ColorScheme.LIGHT, "en-GB");
    Browsing.logIn(vera, "vera", "another-password");
    assertThat(vera).hasURL(server.url("/password.xhtml"));
  }

  @Test
  void administrator_disablesAUser_whoseSessionEnds() {
    createUser("emil", "Emil");
    var emil = loggedIn("emil", PASSWORD);
    var page = loggedIn("ADMIN", ServerProcess.ADMIN_PASSWORD);
    page.navigate(server.url("/admin/users.xhtml?name=emil"));
    assertThat(page.locator("tbody tr")).hasCount(1);
    page.getByRole(AriaRole.BUTTON, named("Disable: Emil")).click();
    confirm(page);
    assertThat(page.getByRole(AriaRole.BUTTON, named("Enable: Emil"))).isVisible();

    emil.navigate(server.url("/admin/apps.xhtml"));
    assertThat(emil.locator("[id='login:username']")).isVisible();
  }

  @Test
  void stranger_makesAnAccountAndLogsIn() {
    var page = loginPage(ColorScheme.LIGHT, "en-GB");
    page.getByRole(AriaRole.LINK, named("Create an account")).click();
    Looks.good(page, "register");
    page.getByLabel("User name").fill("nora");
    page.getByLabel("Password", exactly()).fill(PASSWORD);
    page.getByLabel("Password, once more").fill("something else");
    page.locator("[id='register:submit']").click();
    assertThat(page.locator(".problem")).containsText("differ");
    page.getByLabel("Password", exactly()).fill(PASSWORD);
    page.getByLabel("Password, once more").fill(PASSWORD);
    page.locator("[id='register:submit']").click();
    assertThat(page.locator(".problem")).containsText("nora was created");
    Browsing.logIn(page, "nora", PASSWORD);
    page.navigate(server.url("/admin/personal.xhtml"));
    assertThat(page.locator("main")).containsText("PWJB_nora");
    page.getByLabel("Phone").fill("555-0199");
    page.locator("[id='edit:save']").click();
    told(page, "Your data was saved.");
    assertThat(page.getByLabel("Phone")).hasValue("555-0199");
    page.getByLabel("Phone").fill("");
    page.locator("[id='edit:save']").click();
    told(page, "Your data was saved.");
    assertThat(page.getByLabel("Phone")).hasValue("");

    page.getByLabel("Application name").fill("shop");
    page.locator("[id='become:appPassword']").fill(PASSWORD);
    page.locator("[id='become:submit']").click();
    told(page, "administrator of shop");
    assertThat(page.locator("main")).containsText("Administrator");
  }

  @Test
  void calendar_isMadeImportedAndShownWithItsUsers() throws Exception {
    var page = loggedIn("ADMIN", ServerProcess.ADMIN_PASSWORD);
    page.navigate(server.url("/admin/calendars.xhtml?app=" + shop));
    page.getByRole(AriaRole.LINK, named("New calendar")).click();
    page.getByLabel("Name").fill("closing-days");
    page.getByLabel("Days").fill("2027-06-30\n2027-12-30/2027-12-31");
    var file = folder.resolve("more.ics");
    Files.writeString(
        file,
        """
        BEGIN:VCALENDAR\r
        VERSION:2.0\r
        PRODID:-//example//EN\r
        BEGIN:VEVENT\r
        UID:1\r
        DTSTAMP:20260101T000000Z\r
        DTSTART;VALUE=DATE:20270501\r
        SUMMARY:May Day\r
        END:VEVENT\r
        END:VCALENDAR\r
        """);
    page.locator("#file").setInputFiles(file);
    assertThat(page.getByLabel("Text of the iCalendar"))
        .hasValue(Pattern.compile("BEGIN:VCALENDAR[\\s\\S]*"));
    page.locator("[id='edit:save']").click();
    told(page, "closing-days was saved.");
    assertThat(page.getByLabel("Days")).hasValue("2027-05-01\n2027-06-30\n2027-12-30/2027-12-31");
    page.locator("[id='edit:delete']").click();
    confirm(page);
    told(page, "closing-days was deleted.");
  }

  @Test
  void pauseAndPool_areChangedFromTheirPages() {
    long app = createApp("stock", "Stock", "");
    var page = loggedIn("ADMIN", ServerProcess.ADMIN_PASSWORD);
    page.navigate(server.url("/admin/pauses.xhtml?app=" + app));
    page.getByLabel("Reason").fill("Stocktaking");
    page.locator("[id='pause:begin']").click();
    confirm(page);
    told(page, "Paused.");
    assertThat(page.locator("tbody tr")).containsText("Stocktaking");
    assertThat(page.locator("tbody tr")).containsText("ADMIN");
    page.getByRole(AriaRole.BUTTON, named("Resume: stock")).click();
    confirm(page);
    told(page, "Resumed.");

    page.navigate(server.url("/admin/pools.xhtml?app=" + app));
    page.getByLabel("Name").fill("scanner");
    page.getByLabel("Permits").fill("3");
    page.locator("[id='pool:save']").click();
    told(page, "scanner was saved.");
    page.getByRole(AriaRole.BUTTON, named("Edit: scanner")).click();
    assertThat(page.getByLabel("Permits")).hasValue("3");
    page.getByLabel("Permits").fill("7");
    page.locator("[id='pool:save']").click();
    assertThat(page.locator("tbody")).containsText("0 / 7");
    page.getByRole(AriaRole.BUTTON, named("Delete: scanner")).click();
    confirm(page);
    told(page, "scanner was deleted.");
  }

  @Test
  void audit_showsWhatWasBeforeAndAfter_andGoesOnPageByPage() {
    long app = createApp("archive", "Old title", "");
    for (int i = 0; i < 60; i++) {
      admin
          .post(
              "/appInfo/save",
              Map.of("id", app, "namespaceId", defaultNamespace, "title", "Title " + i))
          .data();
    }
    var page = loggedIn("ADMIN", ServerProcess.ADMIN_PASSWORD);
    page.navigate(server.url("/admin/audit.xhtml?of=" + app));
    assertThat(page.locator("tbody tr")).hasCount(50);
    assertThat(page.locator("tbody tr").first().locator("del")).hasText("Title 58");
    assertThat(page.locator("tbody tr").first().locator("ins")).hasText("Title 59");
    page.getByRole(AriaRole.LINK, named("Older")).click();
    assertThat(page.locator("tbody tr")).hasCount(11);
    assertThat(page.locator("tbody")).containsText("Application created");
    assertThat(page.getByRole(AriaRole.LINK, named("Older"))).hasCount(0);
    page.getByLabel("What").selectOption("app.create");
    page.getByRole(AriaRole.BUTTON, named("Search").setExact(true)).click();
    assertThat(page.locator("tbody tr")).hasCount(1);
  }

  @Test
  void harmfulTexts_areShownAsTexts() {
    var harm = String.join(" ", HARM);
    long app = createApp("hostile", harm, harm);
    long user = createUser("mallory", harm);
    var namespace =
        admin
            .post("/namespace/save", Map.of("code", "hostile", "name", harm, "tags", harm))
            .data()
            .get("id")
            .asLong();
    admin.post("/api/v1/apps/" + app + "/pause", Map.of("reason", harm));
    var page = loggedIn("ADMIN", ServerProcess.ADMIN_PASSWORD);
    for (var path :
        List.of(
            "/admin/apps.xhtml?name=hostile",
            "/admin/app.xhtml?id=" + app,
            "/admin/namespaces.xhtml?code=hostile",
            "/admin/namespace.xhtml?id=" + namespace,
            "/admin/users.xhtml?id=" + user,
            "/admin/user.xhtml?id=" + user,
            "/admin/pauses.xhtml?app=" + app,
            "/admin/audit.xhtml?of=" + app)) {
      page.navigate(server.url(path));
      assertThat(page.evaluate("window.harmed")).as(path).isNull();
      var seen =
          page.evaluate(
              "document.querySelector('main').innerText + [...document.querySelectorAll('main"
                  + " input')].map(each => each.value).join(' ')");
      assertThat((String) seen).as(path).contains(HARM.toArray(String[]::new));
    }
    page.navigate(server.url("/admin/app.xhtml?id=" + app));
    page.getByLabel("Add a person").pressSequentially("mallo");
    page.locator(".ui-autocomplete-item").first().click();
    page.getByRole(AriaRole.BUTTON, named("Add").setExact(true)).click();
    assertThat(page.locator("[id='edit:roles'] tbody tr")).hasCount(2);
    page.navigate(
        server.url("/admin/apps.xhtml?name=%22%3E%3Cimg%20src=x%20onerror=window.harmed=1%3E"));
    assertThat(page.locator("#name")).hasValue(HARM.get(1));
    assertThat(page.evaluate("window.harmed")).isNull();
  }

  @Test
  void everyPage_isAccessibleAndLooksGood() {
    var mara = admin.post("/user/query", Map.of("nickLike", "Mara")).data().get(0).get("id");
    var pages = new LinkedHashMap<String, String>();
    pages.put("apps", "/admin/apps.xhtml?app=" + shop);
    pages.put("app", "/admin/app.xhtml?id=" + shop);
    pages.put("app-new", "/admin/app.xhtml");
    pages.put("namespaces", "/admin/namespaces.xhtml");
    pages.put("namespace", "/admin/namespace.xhtml?id=" + defaultNamespace);
    pages.put("users", "/admin/users.xhtml");
    pages.put("user", "/admin/user.xhtml?id=" + mara.asLong());
    pages.put("user-new", "/admin/user.xhtml");
    pages.put("admins", "/admin/admins.xhtml");
    pages.put("personal", "/admin/personal.xhtml");
    pages.put("audit", "/admin/audit.xhtml");
    pages.put("calendars", "/admin/calendars.xhtml?app=" + shop);
    pages.put("calendar", "/admin/calendar.xhtml?name=holidays&app=" + shop);
    pages.put("pauses", "/admin/pauses.xhtml?app=" + shop);
    pages.put("pools", "/admin/pools.xhtml?app=" + shop);
    pages.put("commands", "/admin/commands.xhtml?app=" + shop);
    var english = loggedIn("ADMIN", ServerProcess.ADMIN_PASSWORD);
    var chinese = loggedIn(ColorScheme.DARK, "zh-CN", "ADMIN", ServerProcess.ADMIN_PASSWORD);
    pages.forEach(
        (name, path) -> {
          english.navigate(server.url(path));
          Looks.good(english, "admin-" + name);
          chinese.navigate(server.url(path));
          assertThat(chinese.locator("body")).not().containsText("???");
          Browsing.whole(chinese, "admin-" + name + "-chinese");
        });
  }

  private BrowserContext window(ColorScheme colours, String language) {
    var window = browsing.window(colours, language, "Europe/Paris");
    windows.add(window);
    return window;
  }

  private Page loginPage(ColorScheme colours, String language) {
    var page = window(colours, language).newPage();
    page.navigate(server.url("/login.xhtml"));
    return page;
  }

  private Page loggedIn(String name, String password) {
    return loggedIn(ColorScheme.LIGHT, "en-GB", name, password);
  }

  private Page loggedIn(ColorScheme colours, String language, String name, String password) {
    return Browsing.loggedIn(window(colours, language), server.url(""), name, password);
  }

  /** Somebody who has to choose their own password first. */
  private Page newcomer(String name) {
    var page = loginPage(ColorScheme.LIGHT, "en-GB");
    Browsing.logIn(page, name, PASSWORD);
    page.locator("[id='password:old']").fill(PASSWORD);
    page.locator("[id='password:new']").fill(PASSWORD + "2");
    page.locator("[id='password:again']").fill(PASSWORD + "2");
    page.locator("[id='password:submit']").click();
    assertThat(page.locator(".side")).isAttached();
    return page;
  }

  private static Calls.Answer put(Calls calls, String path, Object body) {
    return calls.call("PUT", path, body);
  }

  private static void confirm(Page page) {
    page.locator("#confirm [data-answer=yes]").click();
  }

  private static void told(Page page, String text) {
    assertThat(
            page.locator(".ui-growl-title")
                .filter(new Locator.FilterOptions().setHasText(text))
                .first())
        .isVisible();
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name);
  }

  private static Page.GetByLabelOptions exactly() {
    return new Page.GetByLabelOptions().setExact(true);
  }
}
