package tech.powerjob.server.command;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.Set;
import tech.powerjob.common.request.http.RunJobRequest;

/** Turns messages into commands; see docs/jms-commands.md for their form. Thread-safe. */
final class CommandReader {
  /** Version of the form that this code reads. */
  static final int VERSION = 1;

  private static final String VERSION_FIELD = "version";
  private static final String COMMAND = "command";
  private static final String APP_ID = "appId";
  private static final String JOB_ID = "jobId";
  private static final String INSTANCE_ID = "instanceId";
  private static final String WORKFLOW_ID = "workflowId";
  private static final String WF_INSTANCE_ID = "wfInstanceId";
  private static final Set<String> RUN =
      Set.of(
          VERSION_FIELD,
          COMMAND,
          APP_ID,
          JOB_ID,
          "instanceParams",
          "delay",
          "outerKey",
          "extendValue",
          "worker",
          "idempotencyKey");
  private static final Set<String> RUN_WORKFLOW =
      Set.of(VERSION_FIELD, COMMAND, APP_ID, WORKFLOW_ID, "initParams", "delay", "idempotencyKey");
  private static final Set<String> ON_WORKFLOW_RUN =
      Set.of(VERSION_FIELD, COMMAND, APP_ID, WF_INSTANCE_ID);
  private static final Set<String> ON_INSTANCE =
      Set.of(VERSION_FIELD, COMMAND, APP_ID, INSTANCE_ID);
  private static final Set<String> QUERY =
      Set.of(VERSION_FIELD, COMMAND, APP_ID, INSTANCE_ID, JOB_ID);

  private CommandReader() {}

  /**
   * The command that a message holds.
   *
   * @throws UnreadableCommandException if it holds none
   * @throws JMSException if the provider cannot give what is in it
   */
  static Command read(Message message) throws JMSException, UnreadableCommandException {
    var fields = CommandFields.of(message);
    var version = fields.number(VERSION_FIELD);
    if (version != null && version != VERSION) {
      throw new UnreadableCommandException(
          "version is %d but this server reads only %d".formatted(version, VERSION));
    }
    var word = fields.text(COMMAND);
    if (word == null) {
      throw new UnreadableCommandException(
          "command is missing but must be one of run, stop, cancel, query");
    }
    return switch (word) {
      case Command.Run.WORD -> run(fields);
      case Command.Stop.WORD -> stop(fields);
      case Command.Cancel.WORD -> {
        fields.require(word, ON_INSTANCE);
        yield new Command.Cancel(fields.number(APP_ID), fields.requireNumber(word, INSTANCE_ID));
      }
      case Command.QueryInstance.WORD -> query(fields);
      default ->
          throw new UnreadableCommandException(
              "command is '%s' but must be one of run, stop, cancel, query"
                  .formatted(CommandFields.shown(word)));
    };
  }

  private static Command stop(CommandFields fields) throws UnreadableCommandException {
    var word = Command.Stop.WORD;
    if (fields.has(WF_INSTANCE_ID)) {
      fields.require(word, ON_WORKFLOW_RUN);
      return new Command.StopWorkflow(
          fields.number(APP_ID), fields.requireNumber(word, WF_INSTANCE_ID));
    }
    fields.require(word, ON_INSTANCE);
    return new Command.Stop(fields.number(APP_ID), fields.requireNumber(word, INSTANCE_ID));
  }

  private static Command run(CommandFields fields) throws UnreadableCommandException {
    boolean workflow = fields.has(WORKFLOW_ID);
    fields.require(Command.Run.WORD, workflow ? RUN_WORKFLOW : RUN);
    var delay = fields.number("delay");
    if (delay != null && delay < 0) {
      throw new UnreadableCommandException(
          "delay is %d but must be 0 or more milliseconds".formatted(delay));
    }
    if (workflow) {
      return new Command.RunWorkflow(
          fields.number(APP_ID),
          fields.requireNumber(Command.Run.WORD, WORKFLOW_ID),
          fields.text("initParams"),
          delay,
          fields.text("idempotencyKey"));
    }
    return new Command.Run(
        new RunJobRequest()
            .setAppId(fields.number(APP_ID))
            .setJobId(fields.requireNumber(Command.Run.WORD, JOB_ID))
            .setInstanceParams(fields.text("instanceParams"))
            .setDelay(delay)
            .setOuterKey(fields.text("outerKey"))
            .setExtendValue(fields.text("extendValue"))
            .setWorker(fields.text("worker"))
            .setIdempotencyKey(fields.text("idempotencyKey")));
  }

  private static Command query(CommandFields fields) throws UnreadableCommandException {
    if (fields.has(WF_INSTANCE_ID)) {
      fields.require(Command.QueryInstance.WORD, ON_WORKFLOW_RUN);
      return new Command.QueryWorkflow(
          fields.number(APP_ID), fields.requireNumber(Command.QueryInstance.WORD, WF_INSTANCE_ID));
    }
    fields.require(Command.QueryInstance.WORD, QUERY);
    if (fields.has(INSTANCE_ID) == fields.has(JOB_ID)) {
      throw new UnreadableCommandException(
          "a command 'query' must have either instanceId or jobId");
    }
    return fields.has(INSTANCE_ID)
        ? new Command.QueryInstance(
            fields.number(APP_ID), fields.requireNumber(Command.QueryInstance.WORD, INSTANCE_ID))
        : new Command.QueryJob(
            fields.number(APP_ID), fields.requireNumber(Command.QueryInstance.WORD, JOB_ID));
  }
}
