package tech.powerjob.server.lifecycle;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import tech.powerjob.server.alarm.AlarmService;
import tech.powerjob.server.dispatch.JmsWorkerGateway;
import tech.powerjob.server.httpworker.HttpWorkerGateway;
import tech.powerjob.server.live.Hints;
import tech.powerjob.server.log.LogService;

/** Ends all that runs in the background, in order. May be called again. */
@Dependent
class Shutdown {
  @Inject private RunningServer running;
  @Inject private AlarmService alarms;
  @Inject private LogService logs;
  @Inject private Hints hints;
  @Inject private JmsWorkerGateway gateway;
  @Inject private HttpWorkerGateway httpGateway;

  void run() {
    hints.stop();
    running.stopping().ifPresent(Engine::stop);
    alarms.stop();
    logs.stop();
    gateway.stop();
    httpGateway.stop();
  }
}
