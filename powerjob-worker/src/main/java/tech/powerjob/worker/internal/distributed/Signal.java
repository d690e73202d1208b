package tech.powerjob.worker.internal.distributed;

import java.util.Map;
import org.apache.activemq.artemis.api.core.client.ClientMessage;

/** What wakes a coordinator. */
sealed interface Signal {
  /** Somebody said something. */
  record Arrived(Desk desk, ClientMessage message) implements Signal {}

  /** An attempt at the root task failed, but not the last one. */
  record RootFailed() implements Signal {}

  /** The last attempt at the root task came to no end that can be counted. */
  record RootBroke(String reason) implements Signal {}

  /** The last task ended. */
  record LastEnded(boolean success, String result, Map<String, String> appended)
      implements Signal {}

  /** Something is to be looked at. */
  record Woken() implements Signal {}
}
