package tech.powerjob.server.store;

import tech.powerjob.domain.instance.Instances;
import tech.powerjob.domain.testkit.InstancesContract;

class JdbcInstancesTest extends InstancesContract {
  @Override
  protected Instances emptyStore() {
    return new JdbcInstances(new Transactions(H2.migrated(), 1));
  }
}
