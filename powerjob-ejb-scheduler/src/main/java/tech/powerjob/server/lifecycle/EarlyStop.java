package tech.powerjob.server.lifecycle;

import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import tech.powerjob.server.alarm.AlarmService;
import tech.powerjob.server.dispatch.JmsWorkerGateway;
import tech.powerjob.server.live.Hints;
import tech.powerjob.server.log.LogService;

/**
 * Stops the loops while the database is still there: Payara takes the data source of an application
 * away before it tells its singletons.
 */
@WebListener
public class EarlyStop implements ServletContextListener {
  @Inject private RunningServer running;
  @Inject private AlarmService alarms;
  @Inject private LogService logs;
  @Inject private Hints hints;
  @Inject private JmsWorkerGateway gateway;

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    hints.stop();
    running.stopping().ifPresent(Engine::stop);
    alarms.stop();
    logs.stop();
    gateway.stop();
  }
}
