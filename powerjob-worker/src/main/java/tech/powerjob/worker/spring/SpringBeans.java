package tech.powerjob.worker.spring;

import java.util.Arrays;
import java.util.Optional;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.context.ApplicationContext;
import org.springframework.util.ClassUtils;
import tech.powerjob.worker.extension.processor.BeanLookup;
import tech.powerjob.worker.extension.processor.BeanProcessorFactory;
import tech.powerjob.worker.extension.processor.ProcessorFactory;

/** The beans of a Spring application context. Thread-safe. */
public final class SpringBeans implements BeanLookup {
  private final ApplicationContext context;

  private SpringBeans(ApplicationContext context) {
    this.context = context;
  }

  /** A factory of processors that are beans of this context. */
  public static ProcessorFactory processors(ApplicationContext context) {
    return new BeanProcessorFactory(new SpringBeans(context), context.getClassLoader());
  }

  @Override
  public Optional<Object> byName(String name) {
    return context.containsBean(name) ? Optional.of(context.getBean(name)) : Optional.empty();
  }

  @Override
  public Optional<Object> byType(Class<?> type) {
    // A subclass that is a bean too must not make the class itself ambiguous.
    var exact =
        Arrays.stream(context.getBeanNamesForType(type))
            .filter(name -> isExactly(name, type))
            .toList();
    if (exact.size() == 1) {
      return byName(exact.get(0));
    }
    try {
      return Optional.of(context.getBean(type));
    } catch (NoUniqueBeanDefinitionException e) {
      throw e;
    } catch (NoSuchBeanDefinitionException e) {
      return Optional.empty();
    }
  }

  private boolean isExactly(String name, Class<?> type) {
    var found = context.getType(name);
    return found != null && ClassUtils.getUserClass(found) == type;
  }

  @Override
  public Class<?> classOf(Object bean) {
    return AopUtils.getTargetClass(bean);
  }

  @Override
  public Object target(Object bean) {
    var target = AopProxyUtils.getSingletonTarget(bean);
    return target == null ? bean : target;
  }
}
