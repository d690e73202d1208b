package tech.powerjob.sample.it;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.ResourceAdapterArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

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
}
