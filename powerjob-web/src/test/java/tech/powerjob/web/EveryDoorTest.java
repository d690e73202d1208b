package tech.powerjob.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
        resourceMethods(resources())
            .filter(method -> kind(method) == null)
            .map(Method::toString)
            .toList();

    assertThat(silent).isEmpty();
    assertThat(resourceMethods(resources())).hasSizeGreaterThan(25);
  }

  @Test
  void methodThatSaysNothing_isFound() throws Exception {
    assertThat(kind(Silent.class.getMethod("open"))).isNull();
  }

  @Test
  void openDoors_areThoseThatAreMeantToBe() throws Exception {
    var open =
        resourceMethods(resources())
            .filter(method -> kind(method) == Access.Kind.PUBLIC)
            .map(EveryDoorTest::path)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(open).containsExactlyInAnyOrderElementsOf(PUBLIC);
  }

  @Test
  void everyResourceClass_isInTheApplication() throws Exception {
    assertThat(new RestApplication().getClasses()).containsAll(resources());
    assertThat(new RestApplication().getClasses()).contains(AccessFilter.class);
  }

  @Test
  void openApiAndWorkerPaths_needAnApplication_othersAUser() throws Exception {
    resourceMethods(resources())
        .filter(method -> !PUBLIC.contains(path(method)))
        .forEach(
            method -> {
              var allowed =
                  path(method).startsWith("/api/")
                      ? Set.of(Access.Kind.APP, Access.Kind.USER, Access.Kind.APP_OR_USER)
                      : Set.of(
                          path(method).startsWith("/openApi/")
                              ? Access.Kind.APP
                              : Access.Kind.USER);
              assertThat(allowed).as(method.toString()).contains(kind(method));
            });
  }

  private static Access.Kind kind(Method method) {
    return AccessFilter.kindOf(method.getDeclaringClass(), method).orElse(null);
  }

  private static String path(Method method) {
    var own = method.getAnnotation(Path.class);
    return method.getDeclaringClass().getAnnotation(Path.class).value()
        + (own == null ? "" : own.value());
  }

  private static Stream<Method> resourceMethods(List<Class<?>> classes) {
    return classes.stream()
        .flatMap(type -> Arrays.stream(type.getMethods()))
        .filter(method -> Arrays.stream(method.getAnnotations()).anyMatch(EveryDoorTest::isHttp));
  }

  private static boolean isHttp(Annotation annotation) {
    return annotation.annotationType().isAnnotationPresent(HttpMethod.class);
  }

  /** All classes with a path among the compiled ones of this module. */
  private static List<Class<?>> resources()
      throws URISyntaxException, IOException, ClassNotFoundException {
    var root =
        Paths.get(
            RestApplication.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    var found = new ArrayList<Class<?>>();
    try (var files = Files.walk(root)) {
      for (var file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
        var name = root.relativize(file).toString().replace('/', '.').replaceFirst("\\.class$", "");
        var type = Class.forName(name, false, EveryDoorTest.class.getClassLoader());
        if (type.isAnnotationPresent(Path.class)) {
          found.add(type);
        }
      }
    }
    return found;
  }

  @Path("/silent")
  static class Silent {
    @GET
    public String open() {
      return "";
    }
  }
}
