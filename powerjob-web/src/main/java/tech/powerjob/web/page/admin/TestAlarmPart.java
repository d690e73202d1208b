package tech.powerjob.web.page.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import tech.powerjob.server.alarm.AlarmService;
import tech.powerjob.server.alarm.ChannelTest;
import tech.powerjob.web.access.CurrentUser;

/** The part of the personal page that sends the viewer a test alarm, and says how that went. */
@Named
@RequestScoped
public class TestAlarmPart {
  @Inject AlarmService alarms;
  @Inject CurrentUser caller;
  @Inject Attempts attempts;

  private List<ChannelTest> results = List.of();

  /** Sends it on every channel, with the addresses that are stored. */
  public void send() {
    attempts.succeeds(() -> results = alarms.test(caller.get().id()));
  }

  /** How it went on each channel; empty until one was sent. */
  public List<ChannelTest> getResults() {
    return results;
  }
}
