package tech.powerjob.web.door;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.powerjob.web.RestApplication;

class DoorTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/rest/openApi/authApp",
        "/rest",
        "/WEB-INF/web.xml",
        "/META-INF/MANIFEST.MF",
        "/index.html",
        "/jobs.xhtml/",
        "/jobs.XHTML",
        "/template.xhtml",
        "/openApi",
        "/openApi/",
        "/openApi/../rest/x",
        "/openApi/run Job",
        "/job",
        "/jobs",
        "/metrics",
        "/healthy",
        "/health/other",
        "/jakarta.faces.resource",
        "//openApi/saveJob",
        "/openApi//saveJob",
        "/openApi/saveJob/",
        "openApi/saveJob",
        "/openApi/s\u00e4ve",
        "/api/a/b/c/d/e/f/g",
        "/unknown/path",
        "/server",
        "/live/",
        "/live/1",
        "/server/",
        "/server//assert",
        "/server/../rest/x",
        "/worker/runJob"
      })
  void whatIsNotListed_leadsNowhere(String path) {
    assertThat(Door.of(path)).isEqualTo(Door.NOWHERE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/jobs.xhtml", "/instances.xhtml", "/log-lines"})
  void pages_needALogin(String path) {
    assertThat(Door.of(path)).isEqualTo(Door.PAGE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/login.xhtml", "/error.xhtml", "/jakarta.faces.resource/console.css.xhtml"})
  void loginPageAndHealth_areOpen(String path) {
    assertThat(Door.of(path)).isEqualTo(Door.OPEN);
  }

  @Test
  void lineOfAPage_isADoorOfItsOwn() {
    assertThat(Door.of("/live")).isEqualTo(Door.LIVE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/server/assert", "/server/workerHeartbeat"})
  void callsOfWorkers_leadToTheirGateway(String path) {
    assertThat(Door.of(path)).isEqualTo(Door.WORKER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/"})
  void bareAddress_leadsToTheFirstPage(String path) {
    assertThat(Door.of(path)).isEqualTo(Door.START);
  }

  @Test
  void everyResourceMethod_canBeReached() {
    for (var type : new RestApplication().getClasses()) {
      var root = type.getAnnotation(Path.class);
      if (root == null) {
        continue;
      }
      Arrays.stream(type.getMethods())
          .filter(
              method ->
                  Arrays.stream(method.getAnnotations())
                      .anyMatch(a -> a.annotationType().isAnnotationPresent(HttpMethod.class)))
          .forEach(
              method -> {
                var own = method.getAnnotation(Path.class);
                assertThat(Door.of(path(root, own))).as(method.toString()).isEqualTo(Door.REST);
              });
    }
  }

  /** The path of a call, with a number where the resource takes a parameter. */
  private static String path(Path root, Path own) {
    return (root.value() + (own == null ? "" : own.value())).replaceAll("\\{[^}]*}", "1");
  }
}
