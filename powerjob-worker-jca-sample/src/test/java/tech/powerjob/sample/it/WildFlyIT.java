package tech.powerjob.sample.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.ResourceAdapterArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.enums.ExecuteType;
import tech.powerjob.common.enums.InstanceStatus;

/** Adapter and sample on WildFly, in its configuration {@code standalone-full.xml}. */
class WildFlyIT extends SampleOnServer {
  @Deployment(name = "adapter", order = 1, testable = false)
  static ResourceAdapterArchive rar() {
    return adapter();
  }

  @Deployment(name = "sample", order = 2, testable = false)
  static WebArchive orders() {
    return sample();
  }

  @Test
  void mapReduceBean_splitsItsWorkAndAddsItUp() {
    long job = powerJob.job("squares", ExecuteType.MAP_REDUCE);

    var ended = powerJob.awaitEnd(powerJob.run(job, "100"));

    assertThat(ended.getResult()).isEqualTo("338350");
    assertThat(ended.getStatus()).isEqualTo(InstanceStatus.SUCCEED.getV());
  }
}
