package tech.powerjob.worker.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import tech.powerjob.worker.PowerJobSpringWorker;

class PowerJobAutoConfigurationTest {
  /** Nobody listens on port 1, and the worker may start all the same. */
  private final ApplicationContextRunner complete =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(PowerJobAutoConfiguration.class))
          .withPropertyValues(
              "powerjob.worker.app-name=demo",
              "powerjob.worker.password=secret",
              "powerjob.worker.server-address=127.0.0.1:1, 127.0.0.1:1",
              "powerjob.worker.allow-lazy-connect-server=true");

  @Test
  void properties_makeAWorkerThatRuns() {
    complete.run(
        context ->
            assertThat(context.getBean("initPowerJob", PowerJobSpringWorker.class).isRunning())
                .isTrue());
  }

  @Test
  void disabled_makesNone() {
    complete
        .withPropertyValues("powerjob.worker.enabled=false")
        .run(context -> assertThat(context).doesNotHaveBean(PowerJobSpringWorker.class));
  }

  @Test
  void noServer_withoutLeaveToWait_stopsTheApplication() {
    complete
        .withPropertyValues("powerjob.worker.allow-lazy-connect-server=false")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("127.0.0.1:1 connection refused"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "powerjob.worker.app-name",
        "powerjob.worker.password",
        "powerjob.worker.server-address"
      })
  void missingProperty_isNamed(String property) {
    complete
        .withPropertyValues(property + "=")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessage(property + " must be set for a PowerJob worker"));
  }
}
