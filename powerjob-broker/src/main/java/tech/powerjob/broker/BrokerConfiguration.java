package tech.powerjob.broker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.config.DivertConfiguration;
import org.apache.activemq.artemis.core.config.WildcardConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.core.settings.impl.PageFullMessagePolicy;
import tech.powerjob.config.Settings;
import tech.powerjob.wire.Addresses;
import tech.powerjob.wire.CommandProperties;

/**
 * How the embedded broker is set up. Everything that can grow has an end: memory is paged to disk,
 * pages are limited, old messages expire, and queues without listeners go away.
 */
final class BrokerConfiguration {
  /** Number of the broker among those that are reached through memory. */
  static final int IN_VM_ID = 0;

  static final String TCP_ACCEPTOR = "tcp";

  /** Keeps the latest messages that nobody could handle, for people to look at. */
  static final String DEAD_LETTER = "powerjob.dead-letter";

  /** Keeps the latest messages that came too late. */
  static final String EXPIRED = "powerjob.expired";

  /** A worker's queue outlives its last listener by this long, so that it can come back. */
  static final Duration ABANDONED_AFTER = Duration.ofSeconds(30);

  /**
   * What was not fetched by then is stale: servers send again what is owed, workers repeat final
   * reports and heartbeats.
   */
  private static final Map<String, Duration> EXPIRY =
      Map.of(
          Addresses.HEARTBEAT,
          Duration.ofSeconds(30),
          Addresses.WORKERS + "#",
          Duration.ofMinutes(1),
          Addresses.REPORT,
          Duration.ofMinutes(10),
          Addresses.LOG,
          Duration.ofHours(1),
          // Coordinators repeat it every second or two.
          Addresses.ANNOUNCE + "#",
          Duration.ofSeconds(15));

  private static final long MEBIBYTE = 1024L * 1024;
  private static final long MAX_MEMORY = 128 * MEBIBYTE;
  private static final int HEAP_SHARE = 8;
  private static final int PAGE_BYTES = (int) (2 * MEBIBYTE);
  private static final long PAGE_LIMIT = 1024 * MEBIBYTE;
  private static final long MIN_DISK_FREE = 100 * MEBIBYTE;

  /** Artemis' own 3.3 ms are for slow disks: a small distributed job commits ten times in a row. */
  private static final Duration JOURNAL_BUFFER_TIMEOUT = Duration.ofNanos(500_000);

  private static final long EVIDENCE_KEPT = 1_000;
  private static final int DELIVERIES = 5;
  private static final int NO_END = -1;

  /**
   * What one queue of tasks may hold on disk; the free space that the broker leaves comes first.
   */
  private static final long TASK_PAGE_LIMIT = 64 * 1024 * MEBIBYTE;

  /** A queue of tasks has so much in memory, and what it reads from disk in advance. */
  private static final long TASK_MEMORY = 8 * MEBIBYTE;

  private static final int TASK_PAGE_BYTES = (int) MEBIBYTE;

  /** Only what an instance begins with has a duplicate id. */
  private static final int TASK_DUPLICATES = 64;

  private static final long ANNOUNCE_MEMORY = MEBIBYTE;

  /** A backstop behind the server's own patience with a command. */
  private static final int COMMAND_DELIVERIES = 200;

  /** People must have looked at them before there are so many more. */
  private static final long DEAD_COMMANDS_KEPT = 10_000;

  /** So long an answer waits for whoever asked, and a queue of answers for its next use. */
  private static final Duration REPLY_KEPT = Duration.ofHours(1);

  private static final long REPLY_MEMORY = 8 * MEBIBYTE;
  private static final long REPLY_PAGE_LIMIT = 64 * MEBIBYTE;

  private BrokerConfiguration() {}

  static Configuration of(Settings settings, TemporaryQueues temporaryQueues) {
    var configuration =
        new ConfigurationImpl()
            .setName("powerjob")
            .setJMXManagementEnabled(false)
            .setWildCardConfiguration(new WildcardConfiguration().setRoutingEnabled(false))
            .setGlobalMaxSize(Math.min(MAX_MEMORY, Runtime.getRuntime().maxMemory() / HEAP_SHARE))
            .setMessageExpiryScanPeriod(Duration.ofSeconds(10).toMillis())
            .setAddressQueueScanPeriod(Duration.ofSeconds(10).toMillis());
    secure(configuration, temporaryQueues);
    store(configuration, settings.dataDir().resolve("broker"));
    accept(configuration, settings);
    settle(configuration);
    return configuration;
  }

  private static void secure(Configuration configuration, TemporaryQueues temporaryQueues) {
    configuration
        .setSecurityEnabled(true)
        .setPopulateValidatedUser(true)
        // BrokerSecurity remembers logins itself: Artemis' cache does not tell memory from network.
        .setAuthenticationCacheSize(0)
        .setAuthorizationCacheSize(0)
        // This user passes by every check, also over the network, and has a well-known password.
        .setClusterUser(ServerIdentity.newSecret())
        .setClusterPassword(ServerIdentity.newSecret());
    configuration.registerBrokerPlugin(new WorkerQueues());
    configuration.registerBrokerPlugin(temporaryQueues);
    configuration.registerBrokerPlugin(new IncomingMessages());
  }

  private static void store(Configuration configuration, Path folder) {
    configuration
        .setPersistenceEnabled(true)
        .setBindingsDirectory(folder.resolve("bindings").toString())
        .setJournalDirectory(folder.resolve("journal").toString())
        .setPagingDirectory(folder.resolve("paging").toString())
        .setLargeMessagesDirectory(folder.resolve("large-messages").toString())
        .setNodeManagerLockDirectory(folder.resolve("lock").toString())
        // Another process that has the folder will not give it back soon.
        .setJournalLockAcquisitionTimeout(Duration.ofSeconds(3).toMillis())
        // The other type needs a native library and falls back to this one anyway.
        .setJournalType(JournalType.NIO)
        .setJournalBufferTimeout_NIO((int) JOURNAL_BUFFER_TIMEOUT.toNanos())
        // A share of the disk says little: a twentieth of a big disk is plenty.
        .setMaxDiskUsage(-1)
        .setMinDiskFree(MIN_DISK_FREE);
  }

  private static void accept(Configuration configuration, Settings settings) {
    configuration
        .addAcceptorConfiguration(
            new TransportConfiguration(
                InVMAcceptorFactory.class.getName(),
                Map.of(
                    org.apache.activemq.artemis.core.remoting.impl.invm.TransportConstants
                        .SERVER_ID_PROP_NAME,
                    IN_VM_ID),
                "in-vm"))
        .addAcceptorConfiguration(
            new TransportConfiguration(
                NettyAcceptorFactory.class.getName(),
                Map.of(
                    TransportConstants.HOST_PROP_NAME, settings.jmsHost(),
                    TransportConstants.PORT_PROP_NAME, settings.jmsPort(),
                    TransportConstants.PROTOCOLS_PROP_NAME,
                        String.join(",", settings.jmsProtocols())),
                TCP_ACCEPTOR,
                Map.of(
                    // Artemis would also offer to come in without a name.
                    "saslMechanisms",
                    "PLAIN",
                    // What it keeps in a file of its own it cannot mark.
                    "amqpMinLargeMessageSize",
                    CommandProperties.MAX_BYTES)));
  }

  private static void settle(Configuration configuration) {
    configuration
        .addAddressSetting("#", basics().setAutoCreateQueues(false).setAutoCreateAddresses(false))
        .addAddressSetting(Addresses.REPORT, expiring(Addresses.REPORT))
        .addAddressSetting(Addresses.LOG, expiring(Addresses.LOG))
        .addAddressSetting(
            Addresses.HEARTBEAT,
            expiring(Addresses.HEARTBEAT).setPageFullMessagePolicy(PageFullMessagePolicy.DROP))
        .addAddressSetting(
            Addresses.WORKERS + "#",
            expiring(Addresses.WORKERS + "#")
                .setAutoCreateQueues(true)
                .setAutoCreateAddresses(true)
                .setAutoDeleteQueues(true)
                .setAutoDeleteAddresses(true)
                .setAutoDeleteQueuesSkipUsageCheck(true)
                .setAutoDeleteQueuesDelay(ABANDONED_AFTER.toMillis())
                .setAutoDeleteAddressesSkipUsageCheck(true)
                .setAutoDeleteAddressesDelay(ABANDONED_AFTER.toMillis())
                .setAutoDeleteQueuesMessageCount(-1))
        .addAddressSetting(Addresses.TASKS + "#", tasks())
        .addAddressSetting(Addresses.ANNOUNCE + "#", announcements())
        .addAddressSetting(Addresses.TASK_REPORT, taskReports())
        .addAddressSetting(Addresses.COMMAND, commands())
        .addAddressSetting(Addresses.REPLIES + "#", replies());
    configuration
        .addAddressConfiguration(queue(Addresses.REPORT))
        .addAddressConfiguration(queue(Addresses.LOG))
        .addAddressConfiguration(queue(Addresses.TASK_REPORT))
        .addAddressConfiguration(queue(Addresses.COMMAND))
        .addAddressConfiguration(deadCommands())
        .addDivertConfiguration(
            new DivertConfiguration()
                .setName("powerjob-dead-commands")
                .setAddress(Addresses.COMMAND)
                .setForwardingAddress(Addresses.COMMAND_DEAD)
                .setFilterString(CommandProperties.REASON + " IS NOT NULL")
                .setExclusive(true))
        .addAddressConfiguration(
            new CoreAddressConfiguration()
                .setName(Addresses.HEARTBEAT)
                .addRoutingType(RoutingType.MULTICAST))
        .addAddressConfiguration(evidence(DEAD_LETTER))
        .addAddressConfiguration(evidence(EXPIRED));
  }

  private static AddressSettings basics() {
    return new AddressSettings()
        .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
        .setPageSizeBytes(PAGE_BYTES)
        .setPageLimitBytes(PAGE_LIMIT)
        .setPageFullMessagePolicy(PageFullMessagePolicy.FAIL)
        .setMaxDeliveryAttempts(DELIVERIES)
        .setRedeliveryDelay(Duration.ofMillis(200).toMillis())
        .setRedeliveryMultiplier(3)
        .setMaxRedeliveryDelay(Duration.ofSeconds(10).toMillis())
        .setDeadLetterAddress(SimpleString.of(DEAD_LETTER))
        .setExpiryAddress(SimpleString.of(EXPIRED))
        // Queues of subscribers appear with their listener.
        .setAutoDeleteQueues(true);
  }

  /**
   * Tasks stay until their instance has ended, however often their workers die, and may be far more
   * than fit in memory. A pack comes back soon after its worker is gone.
   */
  private static AddressSettings tasks() {
    return new AddressSettings()
        .setAutoCreateQueues(true)
        .setAutoCreateAddresses(true)
        .setAutoDeleteQueues(false)
        .setAutoDeleteAddresses(true)
        .setAutoDeleteAddressesDelay(ABANDONED_AFTER.toMillis())
        .setMaxSizeBytes(TASK_MEMORY)
        .setPageSizeBytes(TASK_PAGE_BYTES)
        .setMaxReadPageBytes(2 * TASK_PAGE_BYTES)
        .setPageLimitBytes(TASK_PAGE_LIMIT)
        .setIDCacheSize(TASK_DUPLICATES)
        .setMaxDeliveryAttempts(NO_END)
        .setRedeliveryDelay(Duration.ofMillis(100).toMillis())
        .setRedeliveryMultiplier(1);
  }

  /** What was not heard at once is told anew. */
  private static AddressSettings announcements() {
    return expiring(Addresses.ANNOUNCE + "#")
        .setAutoCreateAddresses(true)
        .setAutoCreateQueues(true)
        .setDefaultAddressRoutingType(RoutingType.MULTICAST)
        .setDefaultQueueRoutingType(RoutingType.MULTICAST)
        .setAddressFullMessagePolicy(AddressFullMessagePolicy.DROP)
        .setMaxSizeBytes(ANNOUNCE_MEMORY);
  }

  /** While the database is away reports wait here: there is no other copy of them. */
  private static AddressSettings taskReports() {
    return new AddressSettings()
        .setMaxSizeBytes(TASK_MEMORY)
        .setPageLimitBytes(TASK_PAGE_LIMIT)
        .setMaxDeliveryAttempts(NO_END);
  }

  /** The server gives a command up before the broker does, and says why. */
  private static AddressSettings commands() {
    return new AddressSettings()
        // Clients of STOMP take for granted what is the default.
        .setDefaultAddressRoutingType(RoutingType.ANYCAST)
        .setDefaultQueueRoutingType(RoutingType.ANYCAST)
        .setMaxDeliveryAttempts(COMMAND_DELIVERIES)
        .setDeadLetterAddress(SimpleString.of(Addresses.COMMAND_DEAD))
        .setExpiryAddress(SimpleString.of(Addresses.COMMAND_DEAD));
  }

  private static AddressSettings replies() {
    return new AddressSettings()
        .setExpiryDelay(REPLY_KEPT.toMillis())
        .setAutoCreateQueues(true)
        .setAutoCreateAddresses(true)
        .setDefaultAddressRoutingType(RoutingType.ANYCAST)
        .setDefaultQueueRoutingType(RoutingType.ANYCAST)
        .setAutoDeleteQueues(true)
        .setAutoDeleteQueuesDelay(REPLY_KEPT.toMillis())
        .setAutoDeleteQueuesSkipUsageCheck(true)
        .setAutoDeleteAddresses(true)
        .setAutoDeleteAddressesDelay(REPLY_KEPT.toMillis())
        .setMaxSizeBytes(REPLY_MEMORY)
        .setPageLimitBytes(REPLY_PAGE_LIMIT);
  }

  private static AddressSettings expiring(String match) {
    return new AddressSettings().setExpiryDelay(EXPIRY.get(match).toMillis());
  }

  private static CoreAddressConfiguration queue(String name) {
    return new CoreAddressConfiguration()
        .setName(name)
        .addRoutingType(RoutingType.ANYCAST)
        .setQueueConfigs(
            List.of(
                QueueConfiguration.of(name)
                    .setAddress(name)
                    .setRoutingType(RoutingType.ANYCAST)
                    .setDurable(true)));
  }

  private static CoreAddressConfiguration deadCommands() {
    var address = queue(Addresses.COMMAND_DEAD);
    address.getQueueConfigs().forEach(queue -> queue.setRingSize(DEAD_COMMANDS_KEPT));
    return address;
  }

  private static CoreAddressConfiguration evidence(String name) {
    return new CoreAddressConfiguration()
        .setName(name)
        .addRoutingType(RoutingType.ANYCAST)
        .setQueueConfigs(
            List.of(
                QueueConfiguration.of(name)
                    .setAddress(name)
                    .setRoutingType(RoutingType.ANYCAST)
                    .setDurable(false)
                    .setRingSize(EVIDENCE_KEPT)));
  }
}
