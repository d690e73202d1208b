package tech.powerjob.worker.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.worker.annotation.PowerJobHandler;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.sdk.BasicProcessor;
import tech.powerjob.worker.extension.processor.ProcessorDefinition;
import tech.powerjob.worker.extension.processor.ProcessorFactory;

class CdiBeansTest {
  private static SeContainer container;
  private static ProcessorFactory factory;

  @BeforeAll
  static void start() {
    container =
        SeContainerInitializer.newInstance()
            .disableDiscovery()
            .addBeanClasses(Ledger.class, Nightly.class, Special.class, Reports.class)
            .initialize();
    factory = CdiBeans.processors(container.getBeanManager());
  }

  @AfterAll
  static void stop() {
    container.close();
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
        "tech.powerjob.worker.cdi.CdiBeansTest$Nightly",
        "tech.powerjob.worker.cdi.CdiBeansTest$Reports#sum",
        "reports#sum",
        " reports # sum "
      })
  void bean_isFoundByNameOrClass_andInjected(String info) throws Exception {
    assertThat(run(info).getMsg()).isEqualTo("from the ledger");
  }

  @Test
  void subclassThatIsABeanToo_isNotTakenForItsParent() throws Exception {
    assertThat(run(Special.class.getName()).getMsg()).isEqualTo("special");
  }

  @ParameterizedTest
  @ValueSource(strings = {"unknown", "com.acme.Missing", "java.util.ArrayList"})
  void whatIsNoBean_isLeftToTheNextFactory(String info) {
    assertThat(
            factory.build(
                new ProcessorDefinition().setProcessorType("BUILT_IN").setProcessorInfo(info)))
        .isNull();
  }

  @Test
  void beanThatIsNoProcessor_isRefusedByItsOwnName() {
    assertThatThrownBy(() -> run("reports"))
        .isInstanceOf(PowerJobException.class)
        .hasMessageContaining(Reports.class.getName())
        .hasMessageContaining("does not implement");
  }

  @ApplicationScoped
  static class Ledger {
    String text() {
      return "from the ledger";
    }
  }

  @ApplicationScoped
  static class Nightly implements BasicProcessor {
    @Inject Ledger ledger;

    @Override
    public ProcessResult process(TaskContext context) {
      return new ProcessResult(true, ledger.text());
    }
  }

  @Dependent
  static class Special extends Nightly {
    @Override
    public ProcessResult process(TaskContext context) {
      return new ProcessResult(true, "special");
    }
  }

  @Named("reports")
  @ApplicationScoped
  static class Reports {
    @Inject Ledger ledger;

    @PowerJobHandler(name = "sum")
    String sum() {
      return ledger.text();
    }
  }
}
