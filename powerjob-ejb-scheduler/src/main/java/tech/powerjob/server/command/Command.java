package tech.powerjob.server.command;

import tech.powerjob.common.request.http.RunJobRequest;

/** What a message asks for; whose command it is says the broker, not the message. Immutable. */
sealed interface Command {
  /** The word by which messages call it. */
  String word();

  /**
   * Id of the application that the message names, to be checked against the sender's; {@code null}
   * if it names none.
   */
  Long appId();

  /** Runs a job once. The request carries the application's id as it was given. */
  record Run(RunJobRequest request) implements Command {
    static final String WORD = "run";

    @Override
    public String word() {
      return WORD;
    }

    @Override
    public Long appId() {
      return request.getAppId();
    }
  }

  /** Ends an unfinished instance. */
  record Stop(Long appId, long instanceId) implements Command {
    static final String WORD = "stop";

    @Override
    public String word() {
      return WORD;
    }
  }

  /** Cancels an instance that no worker has yet. */
  record Cancel(Long appId, long instanceId) implements Command {
    static final String WORD = "cancel";

    @Override
    public String word() {
      return WORD;
    }
  }

  /** Asks how an instance is. */
  record QueryInstance(Long appId, long instanceId) implements Command {
    static final String WORD = "query";

    @Override
    public String word() {
      return WORD;
    }
  }

  /** Asks what a job is like. */
  record QueryJob(Long appId, long jobId) implements Command {
    @Override
    public String word() {
      return QueryInstance.WORD;
    }
  }

  /** Runs a workflow once. */
  record RunWorkflow(Long appId, long workflowId, String initParams, Long delay, String key)
      implements Command {
    @Override
    public String word() {
      return Run.WORD;
    }
  }

  /** Ends an unfinished run of a workflow. */
  record StopWorkflow(Long appId, long wfInstanceId) implements Command {
    @Override
    public String word() {
      return Stop.WORD;
    }
  }

  /** Asks how a run of a workflow is. */
  record QueryWorkflow(Long appId, long wfInstanceId) implements Command {
    @Override
    public String word() {
      return QueryInstance.WORD;
    }
  }
}
