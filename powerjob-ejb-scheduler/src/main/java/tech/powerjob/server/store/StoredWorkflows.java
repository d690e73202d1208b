package tech.powerjob.server.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.domain.workflow.WorkflowDefinition;
import tech.powerjob.domain.workflow.Workflows;
import tech.powerjob.server.workflow.WorkflowChanged;

/**
 * Workflows in {@code workflow_info} and {@code workflow_version}. Versions never change, so those
 * that were used last are kept; the status that goes with one may be a second old. The present
 * version is always read. Thread-safe.
 */
@ApplicationScoped
public class StoredWorkflows implements Workflows {
  private static final Duration FRESHNESS = Duration.ofSeconds(1);
  private static final int MOST_VERSIONS = 500;
  private static final int MOST_HEADS = 20_000;

  private record Key(long workflowId, int version) {}

  private record Head(long appId, SwitchableStatus status, int version, long readNanos) {}

  private final Transactions transactions;
  private final ConcurrentHashMap<Long, Head> heads = new ConcurrentHashMap<>();

  /** In the order of their last use; guarded by itself. */
  private final Map<Key, VersionText> texts =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, VersionText> eldest) {
          return size() > MOST_VERSIONS;
        }
      };

  /** For the proxy. */
  protected StoredWorkflows() {
    this(null);
  }

  @Inject
  public StoredWorkflows(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public Optional<WorkflowDefinition> find(long workflowId) {
    heads.remove(workflowId);
    return head(workflowId).flatMap(head -> of(workflowId, head.version(), head));
  }

  @Override
  public Optional<WorkflowDefinition> find(long workflowId, int version) {
    return head(workflowId).flatMap(head -> of(workflowId, version, head));
  }

  private Optional<WorkflowDefinition> of(long workflowId, int version, Head head) {
    return text(new Key(workflowId, version))
        .map(text -> text.definition(workflowId, version, head.appId(), head.status()));
  }

  private Optional<Head> head(long workflowId) {
    long now = System.nanoTime();
    var known = heads.get(workflowId);
    if (known != null && now - known.readNanos() < FRESHNESS.toNanos()) {
      return Optional.of(known);
    }
    var read = readHead(workflowId, now);
    if (heads.size() > MOST_HEADS) {
      heads.clear();
    }
    read.ifPresent(head -> heads.put(workflowId, head));
    return read;
  }

  private Optional<Head> readHead(long workflowId, long now) {
    return transactions.read(
        connection -> {
          try (var select =
              connection.prepareStatement(
                  "SELECT app_id, status, version FROM workflow_info WHERE id = ?")) {
            select.setLong(1, workflowId);
            try (var rows = select.executeQuery()) {
              return rows.next()
                  ? Optional.of(
                      new Head(
                          rows.getLong(1),
                          SwitchableStatus.of(rows.getInt(2)),
                          rows.getInt(3),
                          now))
                  : Optional.empty();
            }
          }
        });
  }

  private Optional<VersionText> text(Key key) {
    synchronized (texts) {
      var known = texts.get(key);
      if (known != null) {
        return Optional.of(known);
      }
    }
    var read = readText(key);
    read.ifPresent(
        text -> {
          synchronized (texts) {
            texts.put(key, text);
          }
        });
    return read;
  }

  private Optional<VersionText> readText(Key key) {
    return transactions.read(
        connection -> {
          try (var select =
              connection.prepareStatement(
                  "SELECT graph FROM workflow_version WHERE workflow_id = ? AND version = ?")) {
            select.setLong(1, key.workflowId());
            select.setInt(2, key.version());
            try (var rows = select.executeQuery()) {
              return rows.next()
                  ? Optional.of(VersionText.read(rows.getString(1)))
                  : Optional.<VersionText>empty();
            }
          }
        });
  }

  /** Reads the status again next time. */
  void changed(@Observes(during = TransactionPhase.AFTER_COMPLETION) WorkflowChanged change) {
    heads.remove(change.workflowId());
  }
}
