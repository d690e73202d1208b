package tech.powerjob.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tech.powerjob.web.access.Access;
import tech.powerjob.web.access.AccessFilter;

/** Every REST door says who may open it, and none is forgotten. */
class EveryDoorTest {
  /** The doors that stand open; whoever adds one has to say so here too. */
  private static final Set<String> PUBLIC =
      Set.of(
          "/openApi/authApp",
          "/openApi/assert",
          // Asks for the ticket in its address.
          "/instance/downloadLog",
          "/auth/supportLoginTypes",
          "/auth/thirdPartyLoginUrl",
          "/auth/thirdPartyLogin",
          "/auth/thirdPartyLoginCallback",
          "/auth/thirdPartyLoginDirect",
          "/auth/ifLogin",
          // With the old password, and where registration is on or an administrator asks.
          "/pwjbUser/changePassword",
          "/pwjbUser/create");

  @Test
  void everyResourceMethod_saysWhoMayCallIt() throws Exception {
    var silent =
        Resources.methods().filter(method -> kind(method) == null).map(Method::toString).toList();

    assertThat(silent).isEmpty();
    assertThat(Resources.methods()).hasSizeGreaterThan(25);
  }

  @Test
  void methodThatSaysNothing_isFound() throws Exception {
    assertThat(kind(Silent.class.getMethod("open"))).isNull();
  }

  @Test
  void openDoors_areThoseThatAreMeantToBe() throws Exception {
    var open =
        Resources.methods()
            .filter(method -> kind(method) == Access.Kind.PUBLIC)
            .map(Resources::path)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(open).containsExactlyInAnyOrderElementsOf(PUBLIC);
  }

  /** A class whose path is longer is looked at alone: what it does not know is not there. */
  @Test
  void noMethod_isHiddenBehindTheLongerPathOfAnotherClass() throws Exception {
    var paths =
        Resources.classes().stream()
            .map(type -> type.getAnnotation(Path.class).value())
            .collect(Collectors.toSet());
    var hidden =
        Resources.methods()
            .filter(
                method -> {
                  var own = method.getDeclaringClass().getAnnotation(Path.class).value();
                  var called = Resources.path(method).replaceAll("\\{[^}]*}", "5");
                  return paths.stream()
                      .filter(other -> literals(other) > literals(own))
                      .anyMatch(
                          other ->
                              called.matches(other.replaceAll("\\{[^}]*}", "[^/]+") + "(/.*)?"));
                })
            .map(Method::toString)
            .toList();
    assertThat(hidden).isEmpty();
  }

  private static int literals(String path) {
    return path.replaceAll("\\{[^}]*}", "").length();
  }

  @Test
  void everyResourceClass_isInTheApplication() throws Exception {
    assertThat(new RestApplication().getClasses()).containsAll(Resources.classes());
    assertThat(new RestApplication().getClasses()).contains(AccessFilter.class);
  }

  @Test
  void openApiAndWorkerPaths_needAnApplication_othersAUser() throws Exception {
    Resources.methods()
        .filter(method -> !PUBLIC.contains(Resources.path(method)))
        .forEach(
            method -> {
              var allowed =
                  Resources.path(method).startsWith("/api/")
                      ? Set.of(Access.Kind.APP, Access.Kind.USER, Access.Kind.APP_OR_USER)
                      : Set.of(
                          Resources.path(method).startsWith("/openApi/")
                              ? Access.Kind.APP
                              : Access.Kind.USER);
              assertThat(allowed).as(method.toString()).contains(kind(method));
            });
  }

  private static Access.Kind kind(Method method) {
    return AccessFilter.kindOf(method.getDeclaringClass(), method).orElse(null);
  }

  @Path("/silent")
  static class Silent {
    @GET
    public String open() {
      return "";
    }
  }
}
