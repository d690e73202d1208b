package tech.powerjob.worker.internal.processor;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.Set;
import tech.powerjob.common.enums.ProcessorType;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.worker.core.processor.sdk.BasicProcessor;
import tech.powerjob.worker.extension.processor.HandlerMethod;
import tech.powerjob.worker.extension.processor.HandlerName;
import tech.powerjob.worker.extension.processor.ProcessorBean;
import tech.powerjob.worker.extension.processor.ProcessorDefinition;
import tech.powerjob.worker.extension.processor.ProcessorFactory;

/**
 * Makes built-in processors by class name, or handler methods by {@code class#handler}: public
 * classes with a public no-arg constructor. The last factory to be asked, so its refusals say what
 * is wrong with the name.
 */
public final class ClassNameFactory implements ProcessorFactory {
  private final ClassLoader classLoader;
  private final String place;

  public ClassNameFactory(ClassLoader classLoader) {
    this(classLoader, "on this worker's class path");
  }

  /**
   * A factory of the classes of one place.
   *
   * @param place where the classes are, for people
   */
  public ClassNameFactory(ClassLoader classLoader, String place) {
    this.classLoader = classLoader;
    this.place = place;
  }

  @Override
  public Set<String> supportTypes() {
    return Set.of(ProcessorType.BUILT_IN.name());
  }

  @Override
  public ProcessorBean build(ProcessorDefinition definition) {
    var name = definition.getProcessorInfo();
    if (name == null || name.isBlank()) {
      throw new PowerJobException("processorInfo is empty but must be the name of a class");
    }
    var parsed = HandlerName.parse(name);
    var type = load(parsed.owner());
    return new ProcessorBean()
        .setProcessor(
            parsed.handler().isPresent() ? handler(type, parsed.handler().get()) : processor(type))
        .setClassLoader(type.getClassLoader())
        .setStable(true);
  }

  private static BasicProcessor handler(Class<?> type, String name) {
    var object = create(type);
    return HandlerMethod.of(type, name, object, object);
  }

  private static BasicProcessor processor(Class<?> type) {
    if (!BasicProcessor.class.isAssignableFrom(type)) {
      throw new PowerJobException(
          "class %s does not implement %s"
              .formatted(type.getName(), BasicProcessor.class.getName()));
    }
    return (BasicProcessor) create(type);
  }

  private Class<?> load(String name) {
    try {
      return Class.forName(name, true, classLoader);
    } catch (ClassNotFoundException e) {
      throw new PowerJobException("class %s was not found %s".formatted(name, place), e);
    } catch (LinkageError e) {
      throw new PowerJobException("class %s cannot be loaded: %s".formatted(name, e), e);
    }
  }

  private static Object create(Class<?> type) {
    var name = type.getName();
    if (!Modifier.isPublic(type.getModifiers())) {
      throw new PowerJobException("class %s is not public".formatted(name));
    }
    if (Modifier.isAbstract(type.getModifiers())) {
      throw new PowerJobException("%s is abstract but must be a class".formatted(name));
    }
    try {
      Constructor<?> constructor = type.getConstructor();
      return constructor.newInstance();
    } catch (NoSuchMethodException e) {
      throw new PowerJobException("class %s has no public no-arg constructor".formatted(name), e);
    } catch (InvocationTargetException e) {
      throw new PowerJobException(
          "the constructor of class %s failed: %s".formatted(name, e.getCause()), e.getCause());
    } catch (InstantiationException | IllegalAccessException | LinkageError e) {
      throw new PowerJobException("class %s cannot be created: %s".formatted(name, e), e);
    }
  }
}
