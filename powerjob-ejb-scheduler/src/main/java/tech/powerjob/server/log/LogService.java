package tech.powerjob.server.log;

import jakarta.enterprise.context.ApplicationScoped;

/** Reads the online log of instances. */
@ApplicationScoped
public class LogService {
  /** Lines of a page. */
  public static final int PAGE_SIZE = 100;

  /**
   * One page of lines formatted {@code yyyy-MM-dd HH:mm:ss.SSS [<workerAddress>] <LEVEL>
   * <content>}.
   */
  public record LogPage(int index, int totalPages, String data) {}

  public LogPage page(long appId, long instanceId, int index) {
    throw new UnsupportedOperationException();
  }
}
