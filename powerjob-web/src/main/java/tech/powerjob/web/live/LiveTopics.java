package tech.powerjob.web.live;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.server.account.AppAccounts;
import tech.powerjob.server.account.AppIdentity;
import tech.powerjob.server.account.UserAccounts;
import tech.powerjob.server.account.UserIdentity;
import tech.powerjob.server.instance.InstanceService;
import tech.powerjob.server.store.JtaWork;
import tech.powerjob.server.store.Topic;
import tech.powerjob.server.workflow.run.WorkflowRunService;

/** Who may be told of what. What may be read on a page may be watched, and nothing else. */
@ApplicationScoped
public class LiveTopics {
  @Inject UserAccounts users;
  @Inject AppAccounts apps;
  @Inject InstanceService instances;
  @Inject WorkflowRunService runs;
  @Inject JtaWork work;

  /** The applications of those topics that exist. */
  Map<Topic, Long> appsOf(Collection<Topic> topics) {
    var found = new HashMap<Topic, Long>();
    for (var topic : topics) {
      var app =
          switch (topic.kind()) {
            case APP -> OptionalLong.of(topic.id());
            case INSTANCE, LOG -> instances.appOf(topic.id());
            case RUN -> runs.appOf(topic.id());
          };
      app.ifPresent(id -> found.put(topic, id));
    }
    return found;
  }

  /**
   * Those of the topics that the user may see; none if the user is no longer in.
   *
   * @param topics with their applications
   */
  Map<Topic, Long> allowed(Viewing viewing, Map<Topic, Long> topics) {
    if (!viewing.isInSession()) {
      return Map.of();
    }
    // Threads of a pool have no transaction, which the container's entity managers want.
    return work.call(
        () -> {
          var allowed = new HashMap<Topic, Long>();
          user(viewing)
              .ifPresent(
                  user ->
                      topics.forEach(
                          (topic, app) -> {
                            if (allows(user, topic, app)) {
                              allowed.put(topic, app);
                            }
                          }));
          return allowed;
        });
  }

  private Optional<UserIdentity> user(Viewing viewing) {
    return users
        .find(viewing.userId())
        .filter(UserIdentity::enabled)
        .filter(user -> user.credential().equals(viewing.credential()));
  }

  private boolean allows(UserIdentity user, Topic topic, long appId) {
    var permission = topic.kind() == Topic.Kind.LOG ? Permission.OPS : Permission.READ;
    var namespace = apps.find(appId).map(AppIdentity::namespaceId);
    return namespace.isPresent() && user.grants().allows(permission, appId, namespace.get());
  }
}
