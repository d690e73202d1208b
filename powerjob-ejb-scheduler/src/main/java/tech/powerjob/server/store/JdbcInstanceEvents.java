package tech.powerjob.server.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tech.powerjob.domain.explain.InstanceEvent;
import tech.powerjob.domain.explain.InstanceEvents;

/** Events in {@code instance_event}. Thread-safe. */
public final class JdbcInstanceEvents implements InstanceEvents {
  private final Transactions transactions;

  public JdbcInstanceEvents(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public void record(List<InstanceEvent> events) {
    transactions.commit(
        connection -> {
          try (var insert =
              connection.prepareStatement(
                  "INSERT INTO instance_event (instance_id, job_id, app_id, epoch, event_time,"
                      + " kind, detail, data) VALUES (?,?,?,?,?,?,?,?)")) {
            for (var event : events) {
              insert.setLong(1, event.instanceId());
              insert.setLong(2, event.jobId());
              insert.setLong(3, event.appId());
              insert.setLong(4, event.epoch());
              insert.setLong(5, event.at().toEpochMilli());
              insert.setString(6, event.kind().name());
              insert.setString(7, event.detail());
              insert.setString(
                  8, event.data().isEmpty() ? null : JsonConverters.write(event.data()));
              insert.addBatch();
            }
            return insert.executeBatch();
          }
        });
    events.forEach(each -> transactions.touched().instance(each.appId(), each.instanceId()));
  }

  @Override
  public List<InstanceEvent> of(long instanceId) {
    return transactions.read(
        connection -> {
          try (var select =
              connection.prepareStatement(
                  "SELECT job_id, app_id, epoch, event_time, kind, detail, data FROM instance_event"
                      + " WHERE instance_id = ? ORDER BY id")) {
            select.setLong(1, instanceId);
            try (var rows = select.executeQuery()) {
              var found = new ArrayList<InstanceEvent>();
              while (rows.next()) {
                found.add(
                    new InstanceEvent(
                        instanceId,
                        rows.getLong(1),
                        rows.getLong(2),
                        rows.getLong(3),
                        Instant.ofEpochMilli(rows.getLong(4)),
                        InstanceEvent.Kind.valueOf(rows.getString(5)),
                        rows.getString(6),
                        JsonConverters.readMap(rows.getString(7))));
              }
              return found;
            }
          }
        });
  }
}
