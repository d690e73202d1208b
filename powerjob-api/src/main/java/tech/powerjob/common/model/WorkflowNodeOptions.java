package tech.powerjob.common.model;

import java.io.Serializable;
import java.util.Map;

/**
 * What a node of a workflow may ask for beyond PowerJob's own fields. A field that is {@code null}
 * means PowerJob's behaviour. Not thread-safe.
 */
public class WorkflowNodeOptions implements Serializable {
  private static final long serialVersionUID = 1L;

  private TriggerRule triggerRule;
  private Integer retryNum;
  private JobOptions.Backoff backoff;
  private Long timeLimit;
  private Long delay;
  private Approval approval;
  private FanOut fanOut;
  private Map<String, String> output;

  /** When a node that has predecessors runs; see {@link TriggerRule}. */
  public TriggerRule getTriggerRule() {
    return triggerRule;
  }

  public WorkflowNodeOptions setTriggerRule(TriggerRule triggerRule) {
    this.triggerRule = triggerRule;
    return this;
  }

  /**
   * How often a node that failed is run again with a new instance, 0 to 1000; {@code null} for not
   * at all. For nodes that run a job or a workflow. The job's own retries come first.
   */
  public Integer getRetryNum() {
    return retryNum;
  }

  public WorkflowNodeOptions setRetryNum(Integer retryNum) {
    this.retryNum = retryNum;
    return this;
  }

  /** Pauses before the node is run again; {@code null} for 10 s each. */
  public JobOptions.Backoff getBackoff() {
    return backoff;
  }

  public WorkflowNodeOptions setBackoff(JobOptions.Backoff backoff) {
    this.backoff = backoff;
    return this;
  }

  /**
   * How long one attempt of the node may take, waiting for a worker included, in milliseconds, 1 to
   * a year; then it is stopped and has failed. {@code null} for no such limit.
   */
  public Long getTimeLimit() {
    return timeLimit;
  }

  public WorkflowNodeOptions setTimeLimit(Long timeLimit) {
    this.timeLimit = timeLimit;
    return this;
  }

  /** For a DELAY node: how long it waits, in milliseconds, 0 to a year. */
  public Long getDelay() {
    return delay;
  }

  public WorkflowNodeOptions setDelay(Long delay) {
    this.delay = delay;
    return this;
  }

  /**
   * For an APPROVAL node: how long it waits and what then; {@code null} for as long as it takes.
   */
  public Approval getApproval() {
    return approval;
  }

  public WorkflowNodeOptions setApproval(Approval approval) {
    this.approval = approval;
    return this;
  }

  /** For a JOB node: one instance for each element of a list; {@code null} for one instance. */
  public FanOut getFanOut() {
    return fanOut;
  }

  public WorkflowNodeOptions setFanOut(FanOut fanOut) {
    this.fanOut = fanOut;
    return this;
  }

  /**
   * What a successful node puts into the workflow's context: key of the context to JSON Pointer
   * (RFC 6901) into the node's result; the empty pointer is the whole result. At most 100. A
   * pointer that leads nowhere makes the node fail.
   */
  public Map<String, String> getOutput() {
    return output;
  }

  public WorkflowNodeOptions setOutput(Map<String, String> output) {
    this.output = output;
    return this;
  }

  /**
   * When a node runs. Only predecessors count from which a way still leads here: those in a branch
   * that a decision did not take do not.
   */
  public enum TriggerRule {
    /**
     * All have succeeded; as soon as one ended otherwise, this node and what follows is left out.
     */
    ALL_SUCCEEDED,
    /** All have ended, however. */
    ALL_DONE,
    /**
     * The first has succeeded, the others need not have ended; when all have ended and none
     * succeeded, this node and what follows is left out.
     */
    ANY_SUCCEEDED
  }

  /** What becomes of an approval that nobody gave. */
  public enum ApprovalOutcome {
    REJECT,
    APPROVE
  }

  /**
   * Waiting for somebody's word.
   *
   * @param deadline milliseconds after which nobody is waited for any more, 1 to a year; {@code
   *     null} for never
   * @param atDeadline what is taken as said then; {@code null} for REJECT
   */
  public record Approval(Long deadline, ApprovalOutcome atDeadline) implements Serializable {}

  /**
   * One instance for each element of a list. An element is given to its instance in the workflow's
   * context under {@code elementKey}.
   *
   * @param itemsKey key of the context whose value is a JSON array
   * @param elementKey key under which each instance finds its element; {@code null} for {@code
   *     element}
   * @param parallelism how many instances may be under way at once, 1 to 1000; {@code null} for 10
   * @param resultKey key of the context that gets the results, a JSON array in the order of the
   *     elements; {@code null} for none
   * @param toleratedFailures how many elements may fail before the node fails, 0 to 1000; {@code
   *     null} for 0. The result of one that failed is {@code null}.
   */
  public record FanOut(
      String itemsKey,
      String elementKey,
      Integer parallelism,
      String resultKey,
      Integer toleratedFailures)
      implements Serializable {}
}
