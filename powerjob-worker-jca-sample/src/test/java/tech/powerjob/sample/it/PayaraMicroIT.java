package tech.powerjob.sample.it;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The sample on stock Payara Micro, whose start-up commands set up and deploy the adapter. */
class PayaraMicroIT extends SampleOnServer {
  @Deployment(testable = false)
  static WebArchive orders() {
    return sample();
  }
}
