package tech.powerjob.worker.internal.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.sdk.BasicProcessor;
import tech.powerjob.worker.extension.processor.ProcessorBean;
import tech.powerjob.worker.extension.processor.ProcessorDefinition;
import tech.powerjob.worker.extension.processor.ProcessorFactory;

class ProcessorsTest {
  private static final ClassLoader HERE = ProcessorsTest.class.getClassLoader();

  private final Processors processors = new Processors(List.of(new ClassNameFactory(HERE)));

  private static ProcessorDefinition builtIn(String info) {
    return new ProcessorDefinition().setProcessorType("BUILT_IN").setProcessorInfo(info);
  }

  @Test
  void publicClass_isCreatedOnce() throws Exception {
    var first = processors.get(builtIn(Good.class.getName()));
    var second = processors.get(builtIn(Good.class.getName()));

    assertThat(first.getProcessor()).isInstanceOf(Good.class).isSameAs(second.getProcessor());
    assertThat(first.getClassLoader()).isSameAs(HERE);
  }

  @Test
  void blanksAroundTheName_areForgiven() throws Exception {
    assertThat(processors.get(builtIn(" " + Good.class.getName() + " \n")).getProcessor())
        .isInstanceOf(Good.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          com.acme.Missing | class com.acme.Missing was not found on this worker's class path
          java.lang.String | class java.lang.String does not implement tech.powerjob.worker.core
          tech.powerjob.worker.internal.processor.ProcessorsTest$NoDefault | has no public no-arg
          tech.powerjob.worker.internal.processor.ProcessorsTest$Hidden | Hidden is not public
          tech.powerjob.worker.internal.processor.ProcessorsTest$Unfinished | is abstract
          tech.powerjob.worker.internal.processor.ProcessorsTest$Failing | failed: java.lang.IllegalStateException: no luck
          tech.powerjob.worker.internal.processor.ProcessorsTest$Broken | cannot be loaded
          '' | processorInfo is empty
          """)
  void unusableClass_isRefusedWithTheReason(String name, String reason) {
    assertThatThrownBy(() -> processors.get(builtIn(name)))
        .isInstanceOf(ProcessorNotFoundException.class)
        .hasMessageStartingWith(
            "fetch Processor failed, please check your processorType and processorInfo config: ")
        .hasMessageContaining(reason);
  }

  @Test
  void typeThatNoFactoryKnows_isRefused() {
    var shell = new ProcessorDefinition().setProcessorType("SHELL").setProcessorInfo("ls");

    assertThatThrownBy(() -> processors.get(shell))
        .hasMessageEndingWith("this worker knows no SHELL processor 'ls'");
  }

  @Test
  void usersFactory_comesFirst_andMayDeclineOrFail() throws Exception {
    var asked = new AtomicInteger();
    var own = new Good();
    var withOwn =
        new Processors(
            List.of(
                factory(
                    definition -> {
                      asked.incrementAndGet();
                      return switch (definition.getProcessorInfo()) {
                        case "mine" -> new ProcessorBean().setProcessor(own);
                        case "empty" -> new ProcessorBean();
                        case "broken" -> throw new IllegalStateException("my bean is sick");
                        default -> null;
                      };
                    }),
                new ClassNameFactory(HERE)));

    assertThat(withOwn.get(builtIn("mine")).getProcessor()).isSameAs(own);
    assertThat(withOwn.get(builtIn(Good.class.getName())).getProcessor())
        .isInstanceOf(Good.class)
        .isNotSameAs(own);
    assertThat(asked).hasValue(2);
    assertThatThrownBy(() -> withOwn.get(builtIn("broken")))
        .hasMessageContaining("my bean is sick; class broken was not found");
    assertThatThrownBy(() -> withOwn.get(builtIn("empty")))
        .hasMessageContaining("class empty was not found");
  }

  @Test
  void unstableBean_isBuiltEachTime() throws Exception {
    var built = new AtomicInteger();
    var unstable =
        new Processors(
            List.of(
                factory(
                    definition -> {
                      built.incrementAndGet();
                      return new ProcessorBean().setProcessor(new Good()).setStable(false);
                    })));

    unstable.get(builtIn("x"));
    unstable.get(builtIn("x"));

    assertThat(built).hasValue(2);
  }

  @Test
  void manyAtOnce_getTheSameInstance() throws Exception {
    Counted.CREATED.set(0);
    int threads = 8;
    var barrier = new CyclicBarrier(threads);
    var pool = Executors.newFixedThreadPool(threads);
    try {
      var definition = builtIn(Counted.class.getName());
      for (int i = 0; i < threads; i++) {
        pool.execute(
            () -> {
              try {
                barrier.await();
                processors.get(definition);
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
      }
    } finally {
      pool.shutdown();
      assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    assertThat(Counted.CREATED).hasValue(1);
  }

  @Test
  void failure_isNotRemembered() throws Exception {
    var ready = new AtomicInteger();
    var late =
        new Processors(
            List.of(
                factory(
                    definition ->
                        ready.get() == 0 ? null : new ProcessorBean().setProcessor(new Good()))));
    assertThatThrownBy(() -> late.get(builtIn("x"))).isNotNull();

    ready.set(1);

    assertThat(late.get(builtIn("x"))).isNotNull();
  }

  private static ProcessorFactory factory(
      java.util.function.Function<ProcessorDefinition, ProcessorBean> build) {
    return new ProcessorFactory() {
      @Override
      public Set<String> supportTypes() {
        return Set.of("BUILT_IN");
      }

      @Override
      public ProcessorBean build(ProcessorDefinition definition) {
        return build.apply(definition);
      }
    };
  }

  /** A proper processor. */
  public static class Good implements BasicProcessor {
    @Override
    public ProcessResult process(TaskContext context) {
      return new ProcessResult(true);
    }
  }

  /** Counts how often it is made. */
  public static class Counted extends Good {
    static final AtomicInteger CREATED = new AtomicInteger();

    public Counted() {
      CREATED.incrementAndGet();
    }
  }

  /** Wants an argument. */
  public static class NoDefault extends Good {
    public NoDefault(String argument) {
      assertThat(argument).isNotNull();
    }
  }

  /** Not public. */
  static class Hidden extends Good {
    public Hidden() {}
  }

  /** Abstract. */
  public abstract static class Unfinished extends Good {}

  /** Its constructor fails. */
  public static class Failing extends Good {
    public Failing() {
      throw new IllegalStateException("no luck");
    }
  }

  /** Its static part fails. */
  public static class Broken extends Good {
    static final int VALUE = Integer.parseInt("not a number");
  }
}
