package tech.powerjob.server.workflow.condition;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A script that can be run. Thread-safe.
 *
 * @param body what it does
 * @param variables how many variables it has; the first is the context
 */
record Script(Code body, int variables) {
  /** The variable that every script has. */
  static final String CONTEXT = "context";

  /**
   * What the script says.
   *
   * @param context is copied, and the script cannot change its copy either
   * @throws ScriptFailure if it failed
   * @throws LimitReached if it took too much
   */
  Object run(Map<String, String> context) {
    var evaluation = new Evaluation(variables);
    evaluation.set(0, Collections.unmodifiableMap(new LinkedHashMap<String, Object>(context)));
    try {
      return body.run(evaluation);
    } catch (Jump.Return returned) {
      return returned.value();
    } catch (StackOverflowError e) {
      // A pattern with many ways to match, or a list nested in lists by a loop.
      throw new LimitReached("the script needs too deep a stack");
    }
  }
}
