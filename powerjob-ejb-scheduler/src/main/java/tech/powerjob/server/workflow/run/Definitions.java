package tech.powerjob.server.workflow.run;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import tech.powerjob.common.enums.WorkflowNodeType;
import tech.powerjob.domain.job.Job;
import tech.powerjob.domain.workflow.Surroundings;
import tech.powerjob.domain.workflow.Topology;
import tech.powerjob.domain.workflow.WorkflowDefinition;
import tech.powerjob.domain.workflow.WorkflowRun;

/**
 * Versions of workflows ready for deciding, and the jobs in them. Versions never change, so they
 * are kept; jobs are looked up once a turn. For one thread.
 */
final class Definitions {
  private static final int MOST = 300;

  /** A version with its topology. */
  record Known(WorkflowDefinition definition, Topology topology) {}

  private record Key(long workflowId, int version) {}

  private final RunParts parts;
  private final Map<Long, Optional<Job>> jobs = new HashMap<>();
  private final Map<Key, Known> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Known> eldest) {
          return size() > MOST;
        }
      };

  Definitions(RunParts parts) {
    this.parts = parts;
  }

  /** What was looked up of jobs is looked up again. */
  void nextTurn() {
    jobs.clear();
  }

  /** The version that a run is pinned to; empty if it is gone. */
  Optional<Known> of(WorkflowRun run) {
    var key = new Key(run.workflowId(), run.workflowVersion());
    var found = known.get(key);
    if (found == null) {
      found =
          parts
              .workflows()
              .find(key.workflowId(), key.version())
              .map(each -> new Known(each, Topology.of(each.graph())))
              .orElse(null);
      if (found != null) {
        known.put(key, found);
      }
    }
    return Optional.ofNullable(found);
  }

  Known of(WorkflowDefinition definition) {
    return known.computeIfAbsent(
        new Key(definition.workflowId(), definition.version()),
        key -> new Known(definition, Topology.of(definition.graph())));
  }

  Surroundings around(Known version) {
    return new Surroundings(
        parts.conditions(),
        parts.json(),
        jobId -> job(version.definition(), jobId),
        workflowId -> parts.workflows().find(workflowId),
        () -> parts.ids().next(parts.now().get()),
        Surroundings.CONTEXT_LIMIT);
  }

  /** Asked at each run: what was allowed when the workflow was saved may not be so any more. */
  private boolean mayRun(WorkflowDefinition definition, Job job) {
    return parts.calls().allow(definition.appId(), job.getAppId());
  }

  /** All jobs of a version are looked up at once, since the next one is often wanted too. */
  private Optional<Job> job(WorkflowDefinition definition, long jobId) {
    var found = jobs.get(jobId);
    if (found == null) {
      var ids = new LinkedHashSet<Long>();
      ids.add(jobId);
      for (var node : definition.graph().nodes()) {
        if (node.type() == WorkflowNodeType.JOB && !jobs.containsKey(node.jobId())) {
          ids.add(node.jobId());
        }
      }
      var read = parts.jobs().findAll(ids);
      ids.forEach(id -> jobs.put(id, Optional.ofNullable(read.get(id))));
      found = jobs.get(jobId);
    }
    return found.filter(job -> mayRun(definition, job));
  }
}
