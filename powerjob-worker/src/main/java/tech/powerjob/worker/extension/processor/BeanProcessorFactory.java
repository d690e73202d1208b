package tech.powerjob.worker.extension.processor;

import java.util.Optional;
import java.util.Set;
import tech.powerjob.common.enums.ProcessorType;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.worker.core.processor.sdk.BasicProcessor;

/**
 * Finds processors among the beans of a container. {@code processorInfo} is the name of a bean, the
 * name of its class, or one of these with {@code #} and the name of a {@link
 * tech.powerjob.worker.annotation.PowerJobHandler}. What names no bean is left to the next factory.
 * Thread-safe.
 */
public class BeanProcessorFactory implements ProcessorFactory {
  private final BeanLookup beans;
  private final ClassLoader classLoader;

  /**
   * A factory over a container.
   *
   * @param classLoader knows the classes of the beans
   */
  public BeanProcessorFactory(BeanLookup beans, ClassLoader classLoader) {
    this.beans = beans;
    this.classLoader = classLoader;
  }

  @Override
  public Set<String> supportTypes() {
    return Set.of(ProcessorType.BUILT_IN.name());
  }

  @Override
  public ProcessorBean build(ProcessorDefinition definition) {
    var info = definition.getProcessorInfo();
    if (info == null || info.isBlank()) {
      return null;
    }
    var name = HandlerName.parse(info);
    var found = find(name.owner());
    if (found.isEmpty()) {
      return null;
    }
    var bean = found.get();
    var type = beans.classOf(bean);
    return new ProcessorBean()
        .setProcessor(
            name.handler().isPresent()
                ? HandlerMethod.of(type, name.handler().get(), bean, beans.target(bean))
                : processor(bean, type))
        .setClassLoader(type.getClassLoader());
  }

  private static BasicProcessor processor(Object bean, Class<?> type) {
    if (bean instanceof BasicProcessor processor) {
      return processor;
    }
    throw new PowerJobException(
        "bean of class %s does not implement %s"
            .formatted(type.getName(), BasicProcessor.class.getName()));
  }

  private Optional<Object> find(String owner) {
    var named = beans.byName(owner);
    if (named.isPresent()) {
      return named;
    }
    Class<?> type;
    try {
      type = Class.forName(owner, true, classLoader);
    } catch (ClassNotFoundException e) {
      return simpleName(owner);
    }
    return beans.byType(type);
  }

  /** Containers often name a bean after its class, which may have moved to another package. */
  private Optional<Object> simpleName(String owner) {
    var simple = owner.substring(owner.lastIndexOf('.') + 1);
    return simple.isEmpty()
        ? Optional.empty()
        : beans.byName(Character.toLowerCase(simple.charAt(0)) + simple.substring(1));
  }
}
