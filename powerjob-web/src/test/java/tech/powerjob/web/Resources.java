package tech.powerjob.web;

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
import java.util.stream.Stream;

/** All REST resources of this module, found among its compiled classes. */
public final class Resources {
  private Resources() {}

  /** All classes with a path. */
  public static List<Class<?>> classes()
      throws URISyntaxException, IOException, ClassNotFoundException {
    var root =
        Paths.get(
            RestApplication.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    var found = new ArrayList<Class<?>>();
    try (var files = Files.walk(root)) {
      for (var file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
        var name = root.relativize(file).toString().replace('/', '.').replaceFirst("\\.class$", "");
        var type = Class.forName(name, false, Resources.class.getClassLoader());
        if (type.isAnnotationPresent(Path.class)) {
          found.add(type);
        }
      }
    }
    return found;
  }

  /** Their methods that answer calls. */
  public static Stream<Method> methods()
      throws URISyntaxException, IOException, ClassNotFoundException {
    return classes().stream()
        .flatMap(type -> Arrays.stream(type.getMethods()))
        .filter(method -> Arrays.stream(method.getAnnotations()).anyMatch(Resources::isHttp));
  }

  private static boolean isHttp(Annotation annotation) {
    return annotation.annotationType().isAnnotationPresent(HttpMethod.class);
  }

  /** The HTTP method that it answers. */
  public static String verb(Method method) {
    return Arrays.stream(method.getAnnotations())
        .filter(Resources::isHttp)
        .map(each -> each.annotationType().getAnnotation(HttpMethod.class).value())
        .findFirst()
        .orElseThrow();
  }

  /** The path that it answers at. */
  public static String path(Method method) {
    var own = method.getAnnotation(Path.class);
    return method.getDeclaringClass().getAnnotation(Path.class).value()
        + (own == null ? "" : own.value());
  }
}
