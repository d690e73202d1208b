package tech.powerjob.official.processors.impl.context;

import com.fasterxml.jackson.databind.node.ObjectNode;
import tech.powerjob.official.processors.OfficialProcessor;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;

/**
 * Adds each entry of a JSON object, the parameters of the node, to the context of its workflow.
 * Values are added as JSON text, so a text keeps its quotation marks.
 */
public class InjectWorkflowContextProcessor extends OfficialProcessor {
  @Override
  protected ProcessResult work(TaskContext context) {
    var text = context.getJobParams();
    ObjectNode entries;
    try {
      entries = parse(text == null ? "" : text, ObjectNode.class);
    } catch (IllegalArgumentException e) {
      context.getOmsLogger().error(e.getMessage());
      return new ProcessResult(false);
    }
    var workflow = context.getWorkflowContext();
    for (var entry : entries.properties()) {
      workflow.appendData2WfContext(entry.getKey(), entry.getValue().toString());
    }
    return new ProcessResult(true);
  }
}
