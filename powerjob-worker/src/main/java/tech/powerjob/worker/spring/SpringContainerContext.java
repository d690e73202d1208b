package tech.powerjob.worker.spring;

import java.beans.Introspector;
import org.springframework.beans.CachedIntrospectionResults;
import org.springframework.context.support.ClassPathXmlApplicationContext;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ReflectionUtils;
import tech.powerjob.worker.extension.processor.ProcessorFactory;
import tech.powerjob.worker.internal.container.ContainerContext;

/** The Spring context of a JVM container. Thread-safe. */
public final class SpringContainerContext implements ContainerContext {
  private final ClassPathXmlApplicationContext context;

  private SpringContainerContext(ClassPathXmlApplicationContext context) {
    this.context = context;
  }

  /**
   * Starts a context.
   *
   * @param file name of its XML file, as the class loader knows it
   * @param classLoader class loader of the container
   * @throws RuntimeException if Spring cannot start it
   */
  public static SpringContainerContext start(String file, ClassLoader classLoader) {
    var starting = new ClassPathXmlApplicationContext(new String[] {file}, false, null);
    starting.setClassLoader(classLoader);
    try {
      starting.refresh();
    } catch (RuntimeException | Error e) {
      new SpringContainerContext(starting).close();
      throw e;
    }
    return new SpringContainerContext(starting);
  }

  @Override
  public ProcessorFactory processors() {
    return SpringBeans.processors(context);
  }

  @Override
  public void close() {
    context.close();
    // Spring remembers classes in static fields, softly: they would stay until memory is short.
    CachedIntrospectionResults.clearClassLoader(context.getClassLoader());
    ReflectionUtils.clearCache();
    AnnotationUtils.clearCache();
    ResolvableType.clearCache();
    Introspector.flushCaches();
  }
}
