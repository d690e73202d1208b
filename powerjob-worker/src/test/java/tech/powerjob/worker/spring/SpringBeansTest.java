package tech.powerjob.worker.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import tech.powerjob.worker.annotation.PowerJobHandler;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.sdk.BasicProcessor;
import tech.powerjob.worker.extension.processor.ProcessorDefinition;
import tech.powerjob.worker.extension.processor.ProcessorFactory;

class SpringBeansTest {
  private static final AtomicInteger INTERCEPTED = new AtomicInteger();
  private static AnnotationConfigApplicationContext context;
  private static ProcessorFactory factory;

  @BeforeAll
  static void start() {
    context = new AnnotationConfigApplicationContext();
    context.registerBean("nightly", Nightly.class);
    context.registerBean("tinyHandlers", Handlers.class, SpringBeansTest::proxied);
    context.registerBean("one", Twin.class);
    context.registerBean("two", Twin.class);
    context.refresh();
    factory = SpringBeans.processors(context);
  }

  private static Handlers proxied() {
    var proxy = new ProxyFactory(new Handlers("injected"));
    proxy.setProxyTargetClass(true);
    proxy.addAdvice(
        (MethodInterceptor)
            call -> {
              INTERCEPTED.incrementAndGet();
              return call.proceed();
            });
    return (Handlers) proxy.getProxy();
  }

  @AfterAll
  static void stop() {
    context.close();
  }

  private static ProcessResult run(String info) throws Exception {
    return factory
        .build(new ProcessorDefinition().setProcessorType("BUILT_IN").setProcessorInfo(info))
        .getProcessor()
        .process(new TaskContext());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nightly",
        "tech.powerjob.worker.spring.SpringBeansTest$Nightly",
        "com.acme.before.the.move.Nightly"
      })
  void bean_isFoundByNameClassOrSimpleName(String info) throws Exception {
    assertThat(run(info).getMsg()).isEqualTo("good night");
  }

  @Test
  void handlerOfAProxiedBean_goesThroughItsAdvice() throws Exception {
    int before = INTERCEPTED.get();
    assertThat(run("tinyHandlers#open").getMsg()).isEqualTo("injected");
    assertThat(INTERCEPTED).hasValue(before + 1);
  }

  @Test
  void privateHandlerOfAProxiedBean_seesItsFields() throws Exception {
    assertThat(run("tinyHandlers#hidden").getMsg()).isEqualTo("injected");
  }

  @Test
  void severalBeansOfTheClass_areRefused() {
    assertThatThrownBy(() -> run(Twin.class.getName()))
        .isInstanceOf(NoUniqueBeanDefinitionException.class)
        .hasMessageContaining("one,two");
  }

  @Test
  void whatIsNoBean_isLeftToTheNextFactory() {
    assertThat(
            factory.build(
                new ProcessorDefinition()
                    .setProcessorType("BUILT_IN")
                    .setProcessorInfo("java.util.ArrayList")))
        .isNull();
  }

  static class Nightly implements BasicProcessor {
    @Override
    public ProcessResult process(TaskContext context) {
      return new ProcessResult(true, "good night");
    }
  }

  static class Twin extends Nightly {}

  @SuppressWarnings("UnusedMethod") // Found by its annotation.
  public static class Handlers {
    private final String text;

    /** For the proxy. */
    protected Handlers() {
      this(null);
    }

    Handlers(String text) {
      this.text = text;
    }

    @PowerJobHandler(name = "open")
    public String open(TaskContext context) {
      return text;
    }

    @PowerJobHandler(name = "hidden")
    private String hidden(TaskContext context) {
      return text;
    }
  }
}
