package tech.powerjob.worker.internal.container;

import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/**
 * Takes back the JDBC drivers that a container registered, and names them. The driver manager lets
 * only classes of the same class loader do that, so a container's loader {@linkplain
 * ContainerLoader#adopt adopts} this class: it uses nothing but the JDK.
 */
public final class DriverRemoval implements Supplier<List<String>> {
  @Override
  public List<String> get() {
    List<String> removed = new ArrayList<>();
    for (Driver driver : Collections.list(DriverManager.getDrivers())) {
      var type = driver.getClass();
      if (type.getClassLoader() == getClass().getClassLoader()) {
        try {
          DriverManager.deregisterDriver(driver);
          removed.add(type.getName());
        } catch (SQLException | SecurityException e) {
          removed.add(type.getName() + " (not removed: " + e + ')');
        }
      }
    }
    return removed;
  }
}
