package tech.powerjob.worker.internal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.util.LRUMap;

/**
 * Jackson for the objects of processors. It remembers every class that it has seen, so the objects
 * of a container get a mapper that goes with their class loader. Thread-safe.
 */
public final class Json {
  /** A class loader whose classes are to be forgotten one day. */
  public interface Keeper {
    /** The mapper for its objects, one made by {@link #newMapper()}. */
    ObjectMapper json();
  }

  private static final ObjectMapper LASTING = newMapper();

  private static final int CACHED_TYPES = 200;

  private Json() {}

  /** The mapper for objects of the processor that this thread runs. */
  public static ObjectMapper mapper() {
    return Thread.currentThread().getContextClassLoader() instanceof Keeper keeper
        ? keeper.json()
        : LASTING;
  }

  /** Types of a mapper that shares them with no other. */
  public static TypeFactory newTypes() {
    return TypeFactory.defaultInstance().withCache(new LRUMap<>(16, CACHED_TYPES));
  }

  /** A mapper that shares nothing with others. */
  public static ObjectMapper newMapper() {
    return JsonMapper.builder()
        .typeFactory(newTypes())
        // By the worker's loader: a container may have other versions of the same modules.
        .addModules(ObjectMapper.findModules(Json.class.getClassLoader()))
        .build();
  }
}
