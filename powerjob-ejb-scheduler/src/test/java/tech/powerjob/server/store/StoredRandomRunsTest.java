package tech.powerjob.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import tech.powerjob.domain.workflow.RandomRunsTest;
import tech.powerjob.domain.workflow.WorkflowRun;

/** The same, with states that have been written and read. */
class StoredRandomRunsTest extends RandomRunsTest {
  @Override
  protected WorkflowRun restarted(WorkflowRun run) {
    var read = RunStateJson.read(RunStateJson.write(run.state()));
    assertThat(read).isEqualTo(run.state());
    return with(run, read);
  }
}
