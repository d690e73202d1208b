package tech.powerjob.worker;

import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.context.SmartLifecycle;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.worker.common.PowerJobWorkerConfig;
import tech.powerjob.worker.extension.processor.ProcessorFactory;
import tech.powerjob.worker.spring.SpringBeans;

/**
 * A worker as a Spring bean, whose processors are the beans of the application context. It takes
 * runs from when the context is complete until it begins to close. Needs spring-context 5.3 or
 * newer on the class path.
 */
public class PowerJobSpringWorker
    implements ApplicationContextAware, InitializingBean, DisposableBean, SmartLifecycle {
  private final PowerJobWorkerConfig config;
  private ApplicationContext context;
  private volatile PowerJobWorker worker;

  public PowerJobSpringWorker(PowerJobWorkerConfig config) {
    this.config = config;
  }

  @Override
  public void setApplicationContext(ApplicationContext applicationContext) {
    context = applicationContext;
  }

  /**
   * Checks the configuration.
   *
   * @throws IllegalArgumentException naming property, value and rule
   */
  @Override
  public void afterPropertiesSet() {
    config.validate();
    List<ProcessorFactory> factories = new ArrayList<>();
    if (config.getProcessorFactoryList() != null) {
      factories.addAll(config.getProcessorFactoryList());
    }
    factories.add(SpringBeans.processors(context));
    config.setProcessorFactoryList(factories);
  }

  /**
   * Connects and takes runs.
   *
   * @throws PowerJobException if no server lets the worker in and it may not wait for one
   */
  @Override
  public void start() {
    var starting = new PowerJobWorker(config);
    try {
      starting.init();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new PowerJobException("the worker cannot start: " + e.getMessage(), e);
    }
    worker = starting;
  }

  /** Lets runs end, within the time that the configuration allows, and hangs up. */
  @Override
  public void stop() {
    var stopping = worker;
    worker = null;
    if (stopping != null) {
      try {
        stopping.destroy();
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new PowerJobException("the worker cannot stop: " + e.getMessage(), e);
      }
    }
  }

  @Override
  public boolean isRunning() {
    return worker != null;
  }

  @Override
  public void destroy() {
    stop();
  }
}
