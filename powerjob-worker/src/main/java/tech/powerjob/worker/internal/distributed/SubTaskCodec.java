package tech.powerjob.worker.internal.distributed;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import tech.powerjob.worker.internal.Json;

/**
 * What tasks work on, as JSON and back. Objects are written from their fields, whatever their
 * getters do. The name of a class comes over the network, so objects are made only of simple types
 * of the JDK and of classes that belong to the processor's own code or that the worker's owner
 * allows. Within a collection or a field without a type of its own, objects come back as maps.
 * Thread-safe.
 */
final class SubTaskCodec {
  /** Type of {@code null}. */
  static final String NULL = "null";

  private static final String LIST = "list";
  private static final String SET = "set";
  private static final String MAP = "map";

  private static final Map<String, Class<?>> GENERIC =
      Map.of(LIST, ArrayList.class, SET, LinkedHashSet.class, MAP, LinkedHashMap.class);

  private static final Set<Class<?>> SIMPLE =
      Set.of(
          String.class,
          Boolean.class,
          Character.class,
          Byte.class,
          Short.class,
          Integer.class,
          Long.class,
          Float.class,
          Double.class,
          BigDecimal.class,
          BigInteger.class,
          UUID.class,
          Date.class);

  private static final Map<String, Class<?>> SIMPLE_BY_NAME = simpleByName();

  private static final ObjectMapper LASTING = newMapper();

  private final ObjectMapper json;
  private final ClassLoader loader;
  private final String home;
  private final Collection<String> allowed;
  private final Map<String, Class<?>> known = new ConcurrentHashMap<>();

  /**
   * For the tasks of one processor.
   *
   * @param loader finds the classes of its code
   * @param processor class of the processor; those are allowed whose package has the same first two
   *     parts as its own
   * @param allowed further classes, and packages together with those below them, by name
   */
  SubTaskCodec(ClassLoader loader, Class<?> processor, Collection<String> allowed) {
    this.loader = loader;
    // A mapper remembers classes, and those of a container are to be forgotten one day.
    json = loader instanceof Json.Keeper ? newMapper() : LASTING;
    this.home = firstTwoParts(processor.getPackageName());
    this.allowed = List.copyOf(allowed);
  }

  private static ObjectMapper newMapper() {
    return JsonMapper.builder()
        .typeFactory(Json.newTypes())
        .addModules(new JavaTimeModule(), new Jdk8Module())
        .visibility(PropertyAccessor.ALL, Visibility.NONE)
        .visibility(PropertyAccessor.FIELD, Visibility.ANY)
        .visibility(PropertyAccessor.CREATOR, Visibility.ANY)
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .build();
  }

  private static Map<String, Class<?>> simpleByName() {
    var byName = new LinkedHashMap<String, Class<?>>();
    SIMPLE.forEach(type -> byName.put(type.getName(), type));
    return Map.copyOf(byName);
  }

  private static String firstTwoParts(String packageName) {
    var parts = packageName.split("\\.", -1);
    return parts.length <= 2 ? packageName : parts[0] + "." + parts[1];
  }

  /**
   * The type under which an element travels.
   *
   * @throws IllegalArgumentException if objects of its class may not be tasks
   */
  String type(Object element) {
    if (element == null) {
      return NULL;
    }
    if (element instanceof List) {
      return LIST;
    }
    if (element instanceof Set) {
      return SET;
    }
    if (element instanceof Map) {
      return MAP;
    }
    var type =
        element instanceof Enum<?> constant ? constant.getDeclaringClass() : element.getClass();
    var name = type.getName();
    if (!isSimple(type) && !isAllowed(name)) {
      throw new IllegalArgumentException(refusal(name));
    }
    return name;
  }

  /**
   * The JSON of an element.
   *
   * @throws IllegalArgumentException if it cannot be written
   */
  byte[] write(Object element) {
    try {
      return json.writeValueAsBytes(element);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "a %s cannot be written as JSON: %s"
              .formatted(element.getClass().getName(), e.getOriginalMessage()),
          e);
    }
  }

  /**
   * The object of a task.
   *
   * @throws IllegalArgumentException if its class may not be made or is not there, or the JSON does
   *     not fit it
   */
  Object read(String type, byte[] content) {
    if (type.equals(NULL)) {
      return null;
    }
    try {
      return json.readValue(content, known.computeIfAbsent(type, this::find));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "the content of the task cannot be read as %s: %s"
              .formatted(
                  type,
                  e instanceof JsonProcessingException reason
                      ? reason.getOriginalMessage()
                      : e.getMessage()),
          e);
    }
  }

  private Class<?> find(String type) {
    var generic = GENERIC.get(type);
    if (generic != null) {
      return generic;
    }
    var simple = SIMPLE_BY_NAME.get(type);
    if (simple != null) {
      return simple;
    }
    try {
      if (isSimpleArray(type) || isTime(type)) {
        return Class.forName(type);
      }
      if (!isAllowed(type)) {
        throw new IllegalArgumentException(refusal(type));
      }
      return Class.forName(type, false, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      throw new IllegalArgumentException("class %s is not on this worker".formatted(type), e);
    }
  }

  private static boolean isSimple(Class<?> type) {
    return SIMPLE.contains(type) || isSimpleArray(type.getName()) || isTime(type.getName());
  }

  private static boolean isSimpleArray(String type) {
    return type.startsWith("[") && (type.length() == 2 || type.equals("[Ljava.lang.String;"));
  }

  private static boolean isTime(String type) {
    return type.startsWith("java.time.") && type.indexOf('.', "java.time.".length()) < 0;
  }

  private boolean isAllowed(String type) {
    // A dot at the end, lest com.acme stands for com.acmeother too.
    return !type.startsWith("[")
        && (isWithin(home, type) || allowed.stream().anyMatch(each -> isWithin(each, type)));
  }

  private static boolean isWithin(String classOrPackage, String type) {
    return classOrPackage.isEmpty()
        ? type.indexOf('.') < 0
        : type.equals(classOrPackage)
            || type.startsWith(classOrPackage + ".")
            || type.startsWith(classOrPackage + "$");
  }

  private String refusal(String type) {
    return ("objects of %s may not be tasks: they must be simple types, or classes of package %s or"
            + " of those that the worker's configuration allows (allowedTaskTypes)")
        .formatted(type, home.isEmpty() ? "(default)" : home);
  }
}
