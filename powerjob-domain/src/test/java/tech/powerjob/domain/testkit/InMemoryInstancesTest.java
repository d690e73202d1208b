package tech.powerjob.domain.testkit;

import tech.powerjob.domain.instance.Instances;

class InMemoryInstancesTest extends InstancesContract {
  @Override
  protected Instances emptyStore() {
    return new InMemoryInstances();
  }
}
