package tech.powerjob.server.lifecycle;

import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/**
 * Stops the loops while the database is still there: Payara takes the data source of an application
 * away before it tells its singletons.
 */
@WebListener
public class EarlyStop implements ServletContextListener {
  @Inject private Shutdown shutdown;

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    shutdown.run();
  }
}
