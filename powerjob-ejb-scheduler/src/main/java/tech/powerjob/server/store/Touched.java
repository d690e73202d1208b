package tech.powerjob.server.store;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.domain.workflow.WorkflowRun;
import tech.powerjob.server.store.Topic.Kind;

/**
 * What this server has changed of what somebody watches. Whoever commits a change says so here
 * afterwards. While nobody watches that is one look at an empty set; nothing is ever waited for or
 * written. Thread-safe.
 */
public final class Touched {
  private final Set<Topic> touched = ConcurrentHashMap.newKeySet();
  private volatile Set<Topic> watched = Set.of();

  /** From now on only these are of interest. */
  public void watch(Set<Topic> topics) {
    watched = Set.copyOf(topics);
    touched.retainAll(topics);
  }

  /** What was changed since the last call. */
  public Set<Topic> take() {
    if (touched.isEmpty()) {
      return Set.of();
    }
    var taken = new HashSet<Topic>();
    // What is touched again while this goes on is either taken now or found next time.
    for (var each = touched.iterator(); each.hasNext(); ) {
      taken.add(each.next());
      each.remove();
    }
    return taken;
  }

  /** Something of an application was changed. */
  public void app(long appId) {
    touch(Kind.APP, appId);
  }

  /** Something was changed that pages of every application show. */
  public void allApps() {
    for (var topic : watched) {
      if (topic.kind() == Kind.APP) {
        touched.add(topic);
      }
    }
  }

  /** An instance was changed. */
  void instance(long appId, long instanceId) {
    touch(Kind.APP, appId);
    touch(Kind.INSTANCE, instanceId);
  }

  /** Instances were added or changed. */
  void instances(Collection<JobInstance> instances) {
    if (!watched.isEmpty()) {
      instances.forEach(each -> instance(each.appId(), each.instanceId()));
    }
  }

  /** Runs of workflows were added or changed. */
  void runs(Collection<WorkflowRun> runs) {
    if (!watched.isEmpty()) {
      for (var run : runs) {
        touch(Kind.APP, run.appId());
        touch(Kind.RUN, run.wfInstanceId());
      }
    }
  }

  /** The log of an instance has grown. */
  void log(long instanceId) {
    touch(Kind.LOG, instanceId);
  }

  private void touch(Kind kind, long id) {
    if (watched.isEmpty()) {
      return;
    }
    var topic = new Topic(kind, id);
    if (watched.contains(topic)) {
      touched.add(topic);
    }
  }
}
