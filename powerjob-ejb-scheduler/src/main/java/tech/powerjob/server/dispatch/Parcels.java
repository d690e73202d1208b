package tech.powerjob.server.dispatch;

import java.util.ArrayList;
import java.util.List;
import tech.powerjob.wire.CheckInstances;
import tech.powerjob.wire.InstanceEpoch;
import tech.powerjob.wire.ReportsAccepted;
import tech.powerjob.wire.RunInstance;
import tech.powerjob.wire.RunInstances;
import tech.powerjob.wire.WireMessage;

/** Makes few messages of many: neighbours of the same kind travel together. */
final class Parcels {
  private Parcels() {}

  /** The same messages to one worker, in the same order. */
  static List<WireMessage> pack(List<WireMessage> messages) {
    var packed = new ArrayList<WireMessage>();
    for (int from = 0; from < messages.size(); ) {
      int to = from + 1;
      while (to < messages.size() && messages.get(to).getClass() == messages.get(from).getClass()) {
        to++;
      }
      packed.addAll(packAlike(messages.subList(from, to)));
      from = to;
    }
    return packed;
  }

  private static List<WireMessage> packAlike(List<WireMessage> alike) {
    if (alike.size() == 1) {
      return alike;
    }
    if (alike.get(0) instanceof RunInstance) {
      return List.of(RunInstances.of(alike.stream().map(RunInstance.class::cast).toList()));
    }
    if (alike.get(0) instanceof ReportsAccepted) {
      return List.of(
          new ReportsAccepted(
              runs(alike.stream().map(each -> ((ReportsAccepted) each).instances()).toList())));
    }
    if (alike.get(0) instanceof CheckInstances) {
      return List.of(
          new CheckInstances(
              runs(alike.stream().map(each -> ((CheckInstances) each).instances()).toList())));
    }
    return alike;
  }

  private static List<InstanceEpoch> runs(List<List<InstanceEpoch>> parts) {
    return parts.stream().flatMap(List::stream).toList();
  }
}
