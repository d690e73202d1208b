package tech.powerjob.server.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import javax.sql.DataSource;

/**
 * Runs JDBC work in short local transactions, with group commit: what several threads want done at
 * the same time is done by one of them, in one transaction, so that they share the price of the
 * commit. A thread that is alone waits for nobody. Thread-safe; not for use inside a JTA
 * transaction.
 */
public final class Transactions {
  /**
   * Work with a connection. It must have no effect but on the database, because it is run again,
   * alone, when other work in the same transaction fails.
   */
  @FunctionalInterface
  public interface Work<T> {
    T with(Connection connection) throws SQLException;
  }

  /** Works in one transaction; bounds what is done again when one of them fails. */
  private static final int MAX_GROUP = 256;

  /** How often a work is tried that the database gives up in favour of another one. */
  private static final int MAX_ATTEMPTS = 5;

  private final DataSource dataSource;
  private final Semaphore committers;
  private final ConcurrentLinkedQueue<Item<?>> waiting = new ConcurrentLinkedQueue<>();
  private final Touched touched = new Touched();

  /**
   * Transactions on a data source.
   *
   * @param committers how many transactions may be under way at once; at least 1. An embedded
   *     database commits one after the other, so there 1 makes the largest groups; a server of its
   *     own likes a few.
   */
  public Transactions(DataSource dataSource, int committers) {
    this.dataSource = dataSource;
    this.committers = new Semaphore(committers);
  }

  private static final class Item<T> {
    private final Work<T> work;
    private final CountDownLatch done = new CountDownLatch(1);
    private T result;
    private RuntimeException failure;

    /** Whether a thread has it in its hands, and will see to its end. */
    private volatile boolean taken;

    Item(Work<T> work) {
      this.work = work;
    }

    void run(Connection connection) throws SQLException {
      result = work.with(connection);
    }

    void end() {
      done.countDown();
    }

    void fail(RuntimeException reason) {
      failure = reason;
      end();
    }

    /** Waits as uninterruptibly as a commit does: what is under way will be done or not. */
    void awaitEnd() {
      boolean interrupted = false;
      while (true) {
        try {
          done.await();
          break;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Commits what the work does, or nothing of it.
   *
   * @throws StoreException if the database refuses, with its reason
   */
  public <T> T commit(Work<T> work) {
    var item = new Item<>(work);
    waiting.add(item);
    while (!item.taken) {
      committers.acquireUninterruptibly();
      try {
        if (!item.taken) {
          commitWaiting();
        }
      } finally {
        committers.release();
      }
    }
    item.awaitEnd();
    if (item.failure != null) {
      throw item.failure;
    }
    return item.result;
  }

  /**
   * Commits work that adds a row unless it is there: if somebody else adds it in the same moment,
   * the work is done once more and finds it.
   *
   * @throws StoreException if the database refuses, with its reason
   */
  <T> T commitUpsert(Work<T> work) {
    try {
      return commit(work);
    } catch (StoreException e) {
      if (!e.isDuplicate()) {
        throw e;
      }
      return commit(work);
    }
  }

  /** Where whoever commits something that pages show tells of it afterwards. */
  public Touched touched() {
    return touched;
  }

  /** How many works wait for a transaction. */
  int waiting() {
    return waiting.size();
  }

  private void commitWaiting() {
    var group = new ArrayList<Item<?>>();
    for (Item<?> next; group.size() < MAX_GROUP && (next = waiting.poll()) != null; ) {
      next.taken = true;
      group.add(next);
    }
    if (group.isEmpty()) {
      return; // Another committer took it in this moment.
    }
    if (group.size() == 1) {
      commitAlone(group.get(0));
      return;
    }
    try {
      transact(group);
    } catch (RuntimeException e) {
      group.forEach(this::commitAlone);
    }
  }

  /** One bad work must not fail its neighbours. */
  private void commitAlone(Item<?> item) {
    for (int attempt = 1; ; attempt++) {
      try {
        transact(List.of(item));
        return;
      } catch (StoreException e) {
        if (!e.isConflict() || attempt == MAX_ATTEMPTS) {
          item.fail(e);
          return;
        }
      } catch (RuntimeException e) {
        item.fail(e);
        return;
      }
    }
  }

  private void transact(List<Item<?>> group) {
    try (var connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try {
        for (var item : group) {
          item.run(connection);
        }
        connection.commit();
      } catch (SQLException | RuntimeException e) {
        rollback(connection, e);
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw new StoreException(e);
    }
    group.forEach(Item::end);
  }

  /**
   * Reads without a transaction.
   *
   * @throws StoreException if the database refuses, with its reason
   */
  public <T> T read(Work<T> work) {
    try (var connection = dataSource.getConnection()) {
      return work.with(connection);
    } catch (SQLException e) {
      throw new StoreException(e);
    }
  }

  private static void rollback(Connection connection, Exception reason) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      reason.addSuppressed(e);
    }
  }
}
