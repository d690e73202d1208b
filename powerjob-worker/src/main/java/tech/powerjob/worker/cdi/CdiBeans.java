package tech.powerjob.worker.cdi;

import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import tech.powerjob.worker.extension.processor.BeanLookup;
import tech.powerjob.worker.extension.processor.BeanProcessorFactory;
import tech.powerjob.worker.extension.processor.ProcessorFactory;

/**
 * The beans of a CDI container. A bean of the dependent scope is made once, at its first run, and
 * lives as long as the worker. Thread-safe.
 *
 * <pre>{@code
 * config.setProcessorFactoryList(List.of(CdiBeans.processors(beanManager)));
 * }</pre>
 */
public final class CdiBeans implements BeanLookup {
  private final BeanManager manager;

  /** Which bean a reference came from: proxies do not tell. */
  private final Map<Class<?>, Class<?>> authored = new ConcurrentHashMap<>();

  private CdiBeans(BeanManager manager) {
    this.manager = manager;
  }

  /** A factory of processors that are beans of this container. */
  public static ProcessorFactory processors(BeanManager manager) {
    var context = Thread.currentThread().getContextClassLoader();
    return new BeanProcessorFactory(
        new CdiBeans(manager), context != null ? context : CdiBeans.class.getClassLoader());
  }

  @Override
  public Optional<Object> byName(String name) {
    return resolve(manager.getBeans(name));
  }

  @Override
  public Optional<Object> byType(Class<?> type) {
    // A subclass that is a bean too must not make the class itself ambiguous.
    Set<Bean<?>> exact =
        manager.getBeans(type, Any.Literal.INSTANCE).stream()
            .filter(bean -> bean.getBeanClass() == type)
            .collect(Collectors.toSet());
    return resolve(exact.isEmpty() ? manager.getBeans(type, Any.Literal.INSTANCE) : exact);
  }

  private Optional<Object> resolve(Set<Bean<?>> beans) {
    if (beans.isEmpty()) {
      return Optional.empty();
    }
    Bean<?> bean = manager.resolve(beans);
    CreationalContext<?> context = manager.createCreationalContext(bean);
    var reference = manager.getReference(bean, Object.class, context);
    authored.put(reference.getClass(), bean.getBeanClass());
    return Optional.of(reference);
  }

  @Override
  public Class<?> classOf(Object bean) {
    return authored.getOrDefault(bean.getClass(), bean.getClass());
  }

  @Override
  public Object target(Object bean) {
    return bean; // CDI has no portable way behind a client proxy.
  }
}
