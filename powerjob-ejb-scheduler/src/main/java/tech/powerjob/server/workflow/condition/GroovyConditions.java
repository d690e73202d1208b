package tech.powerjob.server.workflow.condition;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import tech.powerjob.domain.workflow.Conditions;

/**
 * Conditions in the language of {@link tech.powerjob.server.workflow.condition}. Scripts are parsed
 * once and kept, the parser itself is loaded with the first script. Thread-safe.
 */
@ApplicationScoped
public class GroovyConditions implements Conditions {
  private static final int MAX_KEPT = 500;
  private static final String BLANK = "decision node's param is blank!";
  private static final String FAILED = "can't evaluate decision node!";
  private static final String NEITHER = "decision node's return value is illegal! It is ";

  private final Map<String, Script> scripts =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Script> eldest) {
              return size() > MAX_KEPT;
            }
          });

  @Override
  public boolean evaluate(String script, Map<String, String> context) {
    if (script == null || script.isBlank()) {
      throw new ConditionException(BLANK);
    }
    try {
      return yesOrNo(parsed(script).run(context));
    } catch (Refusal | ScriptFailure | LimitReached e) {
      throw new ConditionException(FAILED + " " + e.getMessage(), e);
    }
  }

  private static boolean yesOrNo(Object result) {
    if (result instanceof Boolean truth) {
      return truth;
    }
    if (result instanceof Number number) {
      return number.doubleValue() > 0;
    }
    throw new ConditionException(NEITHER + Values.kind(result));
  }

  @Override
  public void check(String script) {
    if (script == null || script.isBlank()) {
      throw new IllegalArgumentException(BLANK);
    }
    try {
      parsed(script);
    } catch (Refusal e) {
      throw new IllegalArgumentException(e.getMessage() + ", which is no part of conditions", e);
    }
  }

  private Script parsed(String script) {
    var kept = scripts.get(script);
    if (kept == null) {
      kept = ScriptParser.parse(script);
      scripts.put(script, kept);
    }
    return kept;
  }
}
