package tech.powerjob.worker.jca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.resource.spi.InvalidPropertyException;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class WorkerActivationTest {
  private static WorkerActivation activation() {
    var activation = new WorkerActivation();
    activation.setApplicationName("demo");
    activation.setPassword("secret");
    activation.setServerAddress("a:7700, b:7700");
    return activation;
  }

  private static void check(WorkerActivation activation) throws InvalidPropertyException {
    activation.validate();
    activation.workerKey(AdapterDefaults.NONE);
  }

  private static void assertRefused(Consumer<WorkerActivation> change, String message) {
    var activation = activation();
    change.accept(activation);
    assertThatThrownBy(() -> check(activation))
        .isInstanceOf(InvalidPropertyException.class)
        .hasMessageContaining(message);
  }

  @Test
  void completeActivation_becomesAConfiguration() throws Exception {
    var activation = activation();
    activation.setTag("blue");
    activation.setMaxRuns(7);
    activation.validate();

    var config = activation.workerConfig(activation.workerKey(AdapterDefaults.NONE));

    config.validate();
    assertThat(config.getServerAddress()).containsExactly("a:7700", "b:7700");
    assertThat(config.getTag()).isEqualTo("blue");
    assertThat(config.getMaxLightweightTaskNum()).isEqualTo(7);
    assertThat(config.isAllowLazyConnectServer()).isTrue();
  }

  @Test
  void unusableProperties_areNamed() {
    assertRefused(
        a -> a.setApplicationName(" "),
        "applicationName is ' ' but must be set, here or for the adapter");
    assertRefused(a -> a.setServerAddress(" , "), "serverAddress is ' , ' but must be host:port");
    assertRefused(a -> a.setServerAddress(null), "serverAddress is 'null'");
    assertRefused(a -> a.setConcurrency(0), "concurrency is '0' but must be at least 1");
    assertRefused(a -> a.setMaxRuns(0), "maxRuns is '0' but must be at least 1");
    assertRefused(a -> a.setPassword(null), "password must be set");
  }

  @Test
  void processorName_isTheClassUnlessSet() {
    var activation = activation();
    assertThat(activation.processorName(String.class)).isEqualTo("java.lang.String");

    activation.setProcessorName("clean");

    assertThat(activation.processorName(String.class)).isEqualTo("clean");
  }

  @Test
  void whatTheBeanLeavesOut_isTakenFromTheAdapter() throws Exception {
    var bean = new WorkerActivation();
    bean.setApplicationName("own");

    var access = bean.workerKey(new AdapterDefaults("c:1", "demo", "its")).access();

    assertThat(access).isEqualTo(new ServerAccess("own", "its", List.of("c:1")));
  }

  @Test
  void password_isNotShown() throws Exception {
    assertThat(activation().workerKey(AdapterDefaults.NONE))
        .hasToString("demo at [a:7700, b:7700]");
    assertThat(new AdapterDefaults("a", "b", "secret").toString()).doesNotContain("secret");
  }
}
