package tech.powerjob.domain.testkit;

import java.time.Instant;

class InMemoryLimitsTest extends LimitsContract {
  @Override
  protected Instant start() {
    return Instant.parse("2026-03-04T05:06:07.123Z");
  }

  @Override
  protected Store emptyStore() {
    var instances = new InMemoryInstances();
    var limits = new InMemoryLimits(instances);
    return new Store(instances, limits, limits::pool);
  }
}
