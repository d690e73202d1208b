package tech.powerjob.official.processors.impl.sql;

import java.util.List;
import java.util.Optional;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;

/**
 * Data sources of the container: by their JNDI name, or by the part after {@code
 * java:comp/env/jdbc/}, {@code java:comp/env/}, {@code java:global/}, {@code java:app/} or {@code
 * jdbc/}. Other kinds of names, such as URLs of naming services, are not looked up.
 */
public final class JndiDataSources implements DataSources {
  private static final List<String> PREFIXES =
      List.of("java:comp/env/jdbc/", "java:comp/env/", "java:global/", "java:app/", "jdbc/", "");

  @Override
  public Optional<DataSource> find(String name) {
    if (name.startsWith("java:")) {
      return lookUp(name);
    }
    // A name with a scheme, as ldap:, would have the JVM talk to whoever wrote the parameters.
    return name.contains(":")
        ? Optional.empty()
        : PREFIXES.stream().flatMap(prefix -> lookUp(prefix + name).stream()).findFirst();
  }

  /** The name has no scheme other than that of the JVM's own names. */
  @SuppressWarnings("BanJNDI")
  private static Optional<DataSource> lookUp(String name) {
    try {
      return InitialContext.<Object>doLookup(name) instanceof DataSource source
          ? Optional.of(source)
          : Optional.empty();
    } catch (NamingException e) {
      return Optional.empty();
    }
  }
}
