package tech.powerjob.sample;

import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import java.sql.SQLException;
import javax.sql.DataSource;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.sdk.BasicProcessor;

/** Deletes an order and fails: the container undoes what it did. */
@MessageDriven(
    messageListenerInterface = BasicProcessor.class,
    activationConfig =
        @ActivationConfigProperty(propertyName = "processorName", propertyValue = "lose"))
public class LoseOrder implements BasicProcessor {
  @Resource(lookup = SampleApplication.DATA_SOURCE)
  private DataSource dataSource;

  @Override
  public ProcessResult process(TaskContext context) throws SQLException {
    try (var connection = dataSource.getConnection();
        var delete = connection.prepareStatement("DELETE FROM orders WHERE id = ?")) {
      delete.setLong(1, Long.parseLong(context.getInstanceParams()));
      delete.executeUpdate();
    }
    throw new IllegalStateException("the van broke down");
  }
}
