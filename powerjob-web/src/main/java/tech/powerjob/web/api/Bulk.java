package tech.powerjob.web.api;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.LongFunction;
import tech.powerjob.web.rest.Problem;
import tech.powerjob.web.rest.Problems;

/** The same thing done to many, each on its own: one that fails does not keep the others back. */
public final class Bulk {
  static final int MOST = 1_000;

  private Bulk() {}

  /**
   * What became of one.
   *
   * @param id as text, for scripts lose digits of large numbers
   * @param status as of a call of its own
   * @param result what such a call would have answered; {@code null} if nothing
   * @param problem what went wrong; {@code null} if nothing did
   */
  public record BulkOutcome(String id, int status, Object result, Problem problem) {}

  /**
   * What became of all.
   *
   * @param outcomes in the order of the request, each id once
   */
  public record BulkResult(int succeeded, int failed, List<BulkOutcome> outcomes) {}

  /**
   * Does it.
   *
   * @param field name of the list in the request
   * @param step returns what is to be told of it, may be {@code null}
   * @throws IllegalArgumentException if there is no id, or too many
   */
  static BulkResult each(String field, List<Long> ids, LongFunction<Object> step) {
    if (ids == null || ids.isEmpty() || ids.contains(null)) {
      throw new IllegalArgumentException(field + " can't be empty");
    }
    if (ids.size() > MOST) {
      throw new IllegalArgumentException(
          "%s is %d ids but must be at most %d".formatted(field, ids.size(), MOST));
    }
    var outcomes = new ArrayList<BulkOutcome>();
    int failed = 0;
    for (var id : new LinkedHashSet<>(ids)) {
      try {
        var result = step.apply(id);
        outcomes.add(new BulkOutcome(id.toString(), 200, result, null));
      } catch (RuntimeException e) {
        var problem = Problems.of(e, "POST", "bulk");
        outcomes.add(new BulkOutcome(id.toString(), problem.status(), null, problem));
        failed++;
      }
    }
    return new BulkResult(outcomes.size() - failed, failed, outcomes);
  }
}
