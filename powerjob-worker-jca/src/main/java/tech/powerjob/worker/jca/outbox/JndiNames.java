package tech.powerjob.worker.jca.outbox;

import java.util.Optional;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** What a server has under a name. */
final class JndiNames {
  private JndiNames() {}

  // The names are the administrator's and the platform's, never a stranger's.
  @SuppressWarnings("BanJNDI")
  static <T> Optional<T> find(String name, Class<T> type) {
    try {
      var found = new InitialContext().lookup(name);
      return type.isInstance(found) ? Optional.of(type.cast(found)) : Optional.empty();
    } catch (NamingException e) {
      return Optional.empty();
    }
  }
}
