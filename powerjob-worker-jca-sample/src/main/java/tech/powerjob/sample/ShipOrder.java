package tech.powerjob.sample;

import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.sdk.BasicProcessor;
import tech.powerjob.worker.once.OncePerInstance;

/** Ships the order that the run's parameters name, once; servers and login are the adapter's. */
@MessageDriven(
    messageListenerInterface = BasicProcessor.class,
    activationConfig = {
      @ActivationConfigProperty(propertyName = "processorName", propertyValue = "ship"),
      @ActivationConfigProperty(propertyName = "concurrency", propertyValue = "4")
    })
public class ShipOrder implements BasicProcessor {
  @Resource(lookup = SampleApplication.DATA_SOURCE)
  private DataSource dataSource;

  @Override
  public ProcessResult process(TaskContext context) throws Exception {
    long order = Long.parseLong(context.getInstanceParams());
    try (var connection = dataSource.getConnection()) {
      var result = OncePerInstance.run(connection, context, "ship", () -> ship(connection, order));
      return new ProcessResult(true, result);
    }
  }

  private static String ship(Connection connection, long order) throws SQLException {
    try (var update =
        connection.prepareStatement("UPDATE orders SET shipped = shipped + 1 WHERE id = ?")) {
      update.setLong(1, order);
      if (update.executeUpdate() == 0) {
        throw new IllegalStateException("there is no order " + order);
      }
      return "shipped " + order;
    }
  }
}
