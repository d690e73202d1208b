package tech.powerjob.worker.internal.container;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.config.Settings;
import tech.powerjob.wire.ContainerInfo;
import tech.powerjob.wire.DeployContainer;
import tech.powerjob.wire.DestroyContainer;
import tech.powerjob.wire.WireMessage;
import tech.powerjob.worker.common.PowerJobWorkerConfig;
import tech.powerjob.worker.host.WorkerHost;
import tech.powerjob.worker.internal.Ticker;
import tech.powerjob.worker.internal.connection.ServerAccess;

/**
 * The containers of a worker. What servers send is done one after the other in the background; a
 * run that needs a container which is not loaded loads it itself, from disk or from a server.
 * Thread-safe.
 */
public final class Containers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Containers.class);

  static final String OFF =
      "this worker does not allow containers; its owner switches them on with"
          + " powerjob.worker.allow-containers=true";

  /** How long a container that was not to be had is not asked for again. */
  static final Duration REFUSED = Duration.ofSeconds(5);

  private final ContainerOptions options;
  private final ContainerStore store;
  private final ContainerSource source;
  private final Jars jars;
  private final WorkerHost host;
  private final Ticker ticker;
  private final Runnable changed;
  private final SharedClasses shared = new SharedClasses(Containers.class.getClassLoader());
  private final Orders orders;
  private final Map<Long, Place> places = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /** What is known of one container. */
  private static final class Place {
    /** Held while its version changes. */
    private final ReentrantLock changing = new ReentrantLock();

    private volatile ContainerStore.Deployed deployed;
    private volatile Container loaded;

    // Guarded by the lock.
    private long revision = Long.MIN_VALUE;
    private String refusal;
    private long refusedAt;
  }

  Containers(
      ContainerOptions options,
      ContainerSource source,
      WorkerHost host,
      Ticker ticker,
      Runnable changed) {
    this.options = options;
    this.source = source;
    this.host = host;
    this.ticker = ticker;
    this.changed = changed;
    orders = new Orders(host);
    store = new ContainerStore(options.folder(), options.appName());
    jars = new Jars(store, source, options.maxBytes());
    if (options.allowed()) {
      for (var found : store.read()) {
        var place = place(found.container().containerId());
        place.deployed = found;
        place.revision = found.container().revision();
      }
    }
  }

  /**
   * The containers that the worker still has from before. They are loaded when they are needed.
   *
   * @param servers where jars come from
   * @param changed told whenever {@link #infos()} changes
   * @throws IllegalArgumentException if a setting is unusable
   */
  public static Containers of(
      PowerJobWorkerConfig config,
      ServerAccess servers,
      WorkerHost host,
      Ticker ticker,
      Runnable changed) {
    return new Containers(
        ContainerOptions.of(config, Settings.ofProcess()),
        new HttpContainerSource(servers),
        host,
        ticker,
        changed);
  }

  /** Does what a server says, soon; {@code false} if the message is not about containers. */
  public boolean received(WireMessage message) {
    if (message instanceof DeployContainer order) {
      later(order.containerId(), () -> deploy(order));
    } else if (message instanceof DestroyContainer order) {
      later(order.containerId(), () -> destroy(order));
    } else {
      return false;
    }
    return true;
  }

  private void later(long containerId, Orders.Order order) {
    if (options.allowed()) {
      orders.add(order);
    } else {
      LOG.warn("nothing is done about container {}: {}", containerId, OFF);
    }
  }

  /** What the worker has. */
  public List<ContainerInfo> infos() {
    return places.entrySet().stream()
        .map(each -> info(each.getKey(), each.getValue().deployed))
        .filter(Objects::nonNull)
        .sorted(Comparator.comparingLong(ContainerInfo::containerId))
        .toList();
  }

  private static ContainerInfo info(long id, ContainerStore.Deployed deployed) {
    return deployed == null
        ? null
        : new ContainerInfo(id, deployed.container().version(), deployed.deployedTime());
  }

  private Place place(long containerId) {
    return places.computeIfAbsent(containerId, id -> new Place());
  }

  /**
   * The container for a run, which has to release it. If it is not loaded, this takes as long as
   * that takes.
   *
   * @throws ContainerException if it is not to be had; the message says why
   */
  Container acquire(long containerId) throws ContainerException, InterruptedException {
    if (!options.allowed()) {
      throw new ContainerException(OFF);
    }
    var place = place(containerId);
    var loaded = place.loaded;
    if (loaded != null && loaded.acquire()) {
      return loaded;
    }
    place.changing.lockInterruptibly();
    try {
      if (place.loaded == null) {
        fetch(containerId, place);
      }
      // Nobody retires it while the lock is held, unless the worker is closed.
      loaded = place.loaded;
      if (loaded == null || !loaded.acquire()) {
        throw new ContainerException("the worker is stopping");
      }
      return loaded;
    } finally {
      place.changing.unlock();
    }
  }

  private void fetch(long containerId, Place place)
      throws ContainerException, InterruptedException {
    if (loadFromDisk(place)) {
      return;
    }
    if (place.refusal != null && ticker.nanos() - place.refusedAt < REFUSED.toNanos()) {
      throw new ContainerException(place.refusal);
    }
    try {
      var order =
          source
              .find(containerId)
              .filter(found -> found.revision() >= place.revision)
              .orElseThrow(
                  () -> new ContainerException("can't find container by id: " + containerId));
      install(order, place);
      changed.run();
    } catch (ContainerException e) {
      refuse(place, e.getMessage());
      throw e;
    } catch (IOException e) {
      refuse(place, "container %d is not on this worker, and %s".formatted(containerId, e));
      throw new ContainerException(place.refusal, e);
    }
  }

  private void refuse(Place place, String why) {
    place.refusal = why;
    place.refusedAt = ticker.nanos();
  }

  /** Whether what was deployed once is whole and is loaded now. */
  private boolean loadFromDisk(Place place) {
    var deployed = place.deployed;
    if (deployed == null) {
      return false;
    }
    var container = deployed.container();
    try {
      if (!JarDigest.of(deployed.jar()).isOf(container)) {
        throw new ContainerException("the jar on disk has changed");
      }
      place.loaded = load(container, deployed.jar());
      LOG.info("{} is loaded again from disk", place.loaded.name());
      return true;
    } catch (IOException | ContainerException e) {
      LOG.warn("{} cannot be loaded from disk: {}", name(container), e.toString());
      place.deployed = null;
      store.forget(container.containerId());
      changed.run();
      return false;
    }
  }

  private void deploy(DeployContainer order) throws InterruptedException {
    var place = place(order.containerId());
    place.changing.lockInterruptibly();
    try {
      if (order.revision() < place.revision) {
        LOG.debug("an old order comes late: {}", order);
        return;
      }
      install(order, place);
    } catch (ContainerException e) {
      LOG.warn("{} is not deployed: {}", name(order), e.getMessage());
    } finally {
      place.changing.unlock();
    }
    changed.run();
  }

  /** Makes a version the one that new runs get. Needs the place's lock. */
  private void install(DeployContainer order, Place place)
      throws ContainerException, InterruptedException {
    var before = place.deployed;
    if (place.loaded != null && before != null && isSame(before.container(), order)) {
      place.revision = order.revision();
      return;
    }
    if (closed) {
      throw new ContainerException("the worker is stopping");
    }
    long started = ticker.nanos();
    var deployed = jars.fetch(order, ticker.epochMillis());
    var loaded = load(order, deployed.jar());
    remember(deployed);
    var old = place.loaded;
    place.deployed = deployed;
    place.revision = order.revision();
    place.refusal = null;
    place.loaded = loaded;
    LOG.info(
        "{} is deployed, in {} ms",
        loaded.name(),
        Duration.ofNanos(ticker.nanos() - started).toMillis());
    if (old != null) {
      retire(old);
    } else if (before != null) {
      deleteIfUnused(place, before.jar());
    }
    if (closed) {
      retireAll();
    }
  }

  private static boolean isSame(DeployContainer has, DeployContainer wanted) {
    return has.version().equals(wanted.version())
        && (wanted.sha256() == null || wanted.sha256().equalsIgnoreCase(has.sha256()));
  }

  private Container load(DeployContainer container, Path jar) throws ContainerException {
    return Container.load(
        container.containerId(), name(container), jar, shared, host.classLoader());
  }

  private static String name(DeployContainer container) {
    return "container %d '%s' version %s"
        .formatted(container.containerId(), container.containerName(), container.version());
  }

  private void remember(ContainerStore.Deployed deployed) {
    try {
      store.write(deployed);
    } catch (IOException e) {
      LOG.warn(
          "{} serves until the worker stops; it cannot be noted on disk: {}",
          name(deployed.container()),
          e.toString());
    }
  }

  private void destroy(DestroyContainer order) throws InterruptedException {
    var place = place(order.containerId());
    place.changing.lockInterruptibly();
    try {
      if (order.revision() < place.revision) {
        LOG.debug("an old order comes late: {}", order);
        return;
      }
      place.revision = order.revision();
      var deployed = place.deployed;
      var loaded = place.loaded;
      place.deployed = null;
      place.loaded = null;
      store.forget(order.containerId());
      if (loaded != null) {
        LOG.info("{} is destroyed", loaded.name());
        retire(loaded);
      } else if (deployed != null) {
        LOG.info("{} is destroyed", name(deployed.container()));
        deleteIfUnused(place, deployed.jar());
      }
    } finally {
      place.changing.unlock();
    }
    changed.run();
  }

  private void retire(Container old) {
    int runs = old.retire(this::closeLater);
    if (runs > 0) {
      LOG.info("{} is closed when its {} runs have ended", old.name(), runs);
    }
  }

  /** On another thread: the one that was last in it has a result to report. */
  private void closeLater(Container unused) {
    try {
      host.schedule(() -> close(unused), Duration.ZERO);
    } catch (RejectedExecutionException e) {
      LOG.debug("the host is closed, so this thread closes {}", unused.name(), e);
      close(unused);
    }
  }

  private void close(Container unused) {
    unused.close();
    host.renewThreads();
    LOG.info("{} is closed", unused.name());
    var place = place(unused.id());
    place.changing.lock();
    try {
      deleteIfUnused(place, unused.jar());
    } finally {
      place.changing.unlock();
    }
  }

  private static void deleteIfUnused(Place place, Path jar) {
    if (place.deployed == null || !place.deployed.jar().equals(jar)) {
      ContainerStore.delete(jar);
    }
  }

  /** Closes all containers, which stay on disk. Those with runs are closed when these end. */
  @Override
  public void close() {
    closed = true;
    orders.close();
    retireAll();
  }

  private void retireAll() {
    for (var place : places.values()) {
      var loaded = place.loaded;
      if (loaded != null) {
        loaded.retire(Container::close);
      }
    }
  }
}
