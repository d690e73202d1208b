package tech.powerjob.server.workflow.run;

import tech.powerjob.domain.workflow.Advance;
import tech.powerjob.domain.workflow.WorkflowDefinition;

/**
 * What becomes of one run in a step.
 *
 * @param isNew whether the run is not stored yet
 * @param refusal what becomes of it instead if the limit of its workflow does not let it begin;
 *     {@code null} if it then keeps its state and whoever asked is refused
 */
public record RunPart(
    WorkflowDefinition definition, boolean isNew, Advance advance, Refusal refusal) {
  /** Makes the other outcome from PowerJob's text. */
  @FunctionalInterface
  public interface Refusal {
    Advance of(String text);
  }

  /** Whether the number of runs under way counts. */
  public boolean isLimited() {
    return advance.begins() && definition.maxInstances() > 0;
  }

  /** Whether it can be stored in one form or the other, whatever the limit says. */
  boolean hasOutcome() {
    return refusal != null || !isLimited();
  }

  /** The other outcome, with PowerJob's text. */
  public RunPart refused(String text) {
    return new RunPart(definition, isNew, refusal.of(text), null);
  }
}
