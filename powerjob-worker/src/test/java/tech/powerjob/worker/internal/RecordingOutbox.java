package tech.powerjob.worker.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import tech.powerjob.wire.InstanceReport;
import tech.powerjob.wire.InstanceReports;
import tech.powerjob.wire.LogLine;
import tech.powerjob.wire.LogLines;
import tech.powerjob.wire.WireMessage;
import tech.powerjob.worker.internal.connection.Outbox;

/** Keeps what is sent; can be told that there is no line. */
public final class RecordingOutbox implements Outbox {
  private final List<WireMessage> sent = new CopyOnWriteArrayList<>();
  private volatile boolean down;

  @Override
  public boolean send(WireMessage message) {
    if (!down) {
      sent.add(message);
    }
    return !down;
  }

  public void goDown() {
    down = true;
  }

  public void comeBack() {
    down = false;
  }

  public List<WireMessage> sent() {
    return sent;
  }

  public void clear() {
    sent.clear();
  }

  /** The messages of one type. */
  public <T extends WireMessage> List<T> sent(Class<T> type) {
    return sent.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** All reports of all messages, in order. */
  public List<InstanceReport> reports() {
    List<InstanceReport> all = new ArrayList<>();
    sent(InstanceReports.class).forEach(message -> all.addAll(message.reports()));
    return all;
  }

  /** All log lines of all messages, in order. */
  public List<LogLine> lines() {
    List<LogLine> all = new ArrayList<>();
    sent(LogLines.class).forEach(message -> all.addAll(message.lines()));
    return all;
  }
}
