package tech.powerjob.server.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records firings all at once. If an instant of one of them is accounted for already, that must not
 * hold up the others: they are then recorded one by one, and of that one what is new. Thread-safe.
 *
 * @param <F> what is recorded: a firing of a job or of a workflow
 */
final class FiringRecorder<F> {
  private static final Logger LOG = LoggerFactory.getLogger(FiringRecorder.class);

  private final BiFunction<List<F>, Instant, List<F>> recordAll;
  private final UnaryOperator<F> withoutKnown;
  private final Function<F, String> description;

  /**
   * A recorder.
   *
   * @param recordAll records in one transaction; returns those whose schedule was moved
   * @param withoutKnown what of a firing is not in the ledger yet; its schedule is moved in any
   *     case
   * @param description whose it is and when, for the log
   */
  FiringRecorder(
      BiFunction<List<F>, Instant, List<F>> recordAll,
      UnaryOperator<F> withoutKnown,
      Function<F, String> description) {
    this.recordAll = recordAll;
    this.withoutKnown = withoutKnown;
    this.description = description;
  }

  /** Returns those whose schedule was moved. */
  List<F> record(List<F> firings, Instant now) {
    if (firings.isEmpty()) {
      return List.of();
    }
    try {
      return recordAll.apply(firings, now);
    } catch (StoreException e) {
      if (!e.isDuplicate()) {
        throw e;
      }
    }
    var recorded = new ArrayList<F>();
    for (var firing : firings) {
      recorded.addAll(recordAlone(firing, now));
    }
    return recorded;
  }

  private List<F> recordAlone(F firing, Instant now) {
    try {
      return recordAll.apply(List.of(firing), now);
    } catch (StoreException e) {
      if (!e.isDuplicate()) {
        throw e;
      }
    }
    LOG.warn("{} has fired before, only what is new counts", description.apply(firing));
    try {
      return recordAll.apply(List.of(withoutKnown.apply(firing)), now);
    } catch (StoreException e) {
      if (!e.isDuplicate()) {
        throw e;
      }
      LOG.error("{} cannot be fired: {}", description.apply(firing), e.getMessage());
      return List.of();
    }
  }

  /** Those that a batch of updates changed, one row each. */
  static <F> List<F> won(List<F> firings, int[] counts) {
    var won = new ArrayList<F>(firings.size());
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] == 1) {
        won.add(firings.get(i));
      }
    }
    return won;
  }
}
