package tech.powerjob.worker.internal.connection;

import java.util.List;
import java.util.Map;

/** How to ask the servers by HTTP. Thread-safe. */
public interface ServerAccess {
  /** No servers. */
  ServerAccess NONE =
      new ServerAccess() {
        @Override
        public List<String> servers() {
          return List.of();
        }

        @Override
        public Map<String, String> login(String server) throws LinkException {
          throw new LinkException("there is no server");
        }
      };

  /** Addresses with scheme and without a path, the one that answered last first. */
  List<String> servers();

  /**
   * Logs in, within a bounded wait.
   *
   * @param server one of {@link #servers()}
   * @return headers that let a request in
   * @throws LinkException if the server does not answer or refuses
   */
  Map<String, String> login(String server) throws LinkException;
}
