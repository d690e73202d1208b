package tech.powerjob.server.lifecycle;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import jakarta.jms.ConnectionFactory;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.config.Settings;
import tech.powerjob.domain.instance.InstanceIds;
import tech.powerjob.domain.job.Jobs;
import tech.powerjob.domain.schedule.Schedules;
import tech.powerjob.domain.schedule.WorkflowLedger;
import tech.powerjob.domain.schedule.WorkflowScheduler;
import tech.powerjob.domain.workflow.AppCalls;
import tech.powerjob.domain.workflow.Conditions;
import tech.powerjob.domain.workflow.Workflows;
import tech.powerjob.server.account.AccountInitializer;
import tech.powerjob.server.alarm.AlarmService;
import tech.powerjob.server.auth.Logins;
import tech.powerjob.server.dispatch.JmsWorkerGateway;
import tech.powerjob.server.dispatch.WorkerGateways;
import tech.powerjob.server.httpworker.HttpWorkerGateway;
import tech.powerjob.server.live.Hints;
import tech.powerjob.server.log.LogService;
import tech.powerjob.server.ownership.Ownership;
import tech.powerjob.server.ownership.SharedClock;
import tech.powerjob.server.pause.StoredPauses;
import tech.powerjob.server.platform.ServerResources;
import tech.powerjob.server.store.HttpWorkerRows;
import tech.powerjob.server.store.IdempotencyKeys;
import tech.powerjob.server.store.JdbcInstanceEvents;
import tech.powerjob.server.store.JdbcInstances;
import tech.powerjob.server.store.JdbcLedger;
import tech.powerjob.server.store.JdbcLimits;
import tech.powerjob.server.store.JdbcTaskRuns;
import tech.powerjob.server.store.JdbcWorkflowRuns;
import tech.powerjob.server.store.Leases;
import tech.powerjob.server.store.OldInstances;
import tech.powerjob.server.store.OldWorkflowRuns;
import tech.powerjob.server.store.Schema;
import tech.powerjob.server.store.TaskPages;
import tech.powerjob.server.store.Transactions;
import tech.powerjob.server.store.WorkflowSteps;
import tech.powerjob.server.task.TaskJanitor;
import tech.powerjob.server.task.TaskQueues;
import tech.powerjob.server.workflow.run.WorkflowRunService;

/** Start and stop of a server, step by step. */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class ServerLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(ServerLifecycle.class);

  @Resource(lookup = ServerResources.DATA_SOURCE)
  private DataSource dataSource;

  @Resource private ManagedThreadFactory threads;

  @Inject private Settings settings;
  @Inject private Transactions transactions;
  @Inject private AccountInitializer accounts;
  @Inject private Logins logins;
  @Inject private Jobs jobs;
  @Inject private JmsWorkerGateway gateway;
  @Inject private HttpWorkerGateway httpGateway;
  @Inject private Schedules schedules;
  @Inject private StoredPauses pauses;
  @Inject private Workflows workflows;
  @Inject private AppCalls appCalls;
  @Inject private WorkflowLedger workflowLedger;
  @Inject private Conditions conditions;
  @Inject private WorkflowRunService workflowRuns;
  @Inject private ConnectionFactory connections;
  @Inject private LogService logs;
  @Inject private Hints hints;
  @Inject private AlarmService alarms;
  @Inject private RunningServer running;
  @Inject private Shutdown shutdown;

  @PostConstruct
  void start() {
    var clock = new SharedClock(localClock());
    var dialect = Schema.migrate(dataSource);
    logins.check();
    accounts.initialize(clock.instant());
    var leases = new Leases(transactions, dialect);
    var address = settings.httpPublicAddress();
    var self = leases.register(address, settings.brokerAddresses(), clock.instant());
    long serverId = self.serverId();
    var brokers = settings.brokerAddresses();
    var tasks = new JdbcTaskRuns(transactions, dialect, brokers.get(0));
    var ids = new InstanceIds((int) (serverId % InstanceIds.MAX_SERVER_ID));
    gateway.start(threads, clock);
    httpGateway.start(threads, clock);
    logs.start(threads);
    alarms.start(threads, clock);
    running.started(
        Engine.start(
            new EngineParts(
                jobs,
                new JdbcInstances(transactions),
                new JdbcLimits(transactions, dialect),
                new IdempotencyKeys(transactions),
                new JdbcLedger(transactions),
                new JdbcInstanceEvents(transactions),
                new WorkerGateways(gateway, httpGateway),
                new Ownership(leases, self, clock),
                new OldInstances(transactions),
                settings.retention(),
                ids,
                schedules,
                pauses,
                tasks,
                new TaskJanitor(
                    new TaskQueues(connections), tasks, new TaskPages(transactions), brokers),
                new HttpWorkerRows(transactions),
                workflows,
                conditions,
                new JdbcWorkflowRuns(transactions),
                new WorkflowSteps(transactions),
                appCalls,
                new OldWorkflowRuns(transactions),
                new WorkflowScheduler(
                    workflows, workflowLedger, ids, schedules, pauses, workflowRuns::release),
                clock,
                threads)));
    hints.start(threads, running.engine().ownership(), clock);
    LOG.info("server={} at {} has started", serverId, address);
  }

  /** The machine's clock; tests set it wrong. */
  private Clock localClock() {
    int day = 24 * 3600 * 1000;
    int wrong = settings.number("powerjob.it.clock-offset-millis", 0, -day, day);
    return Clock.offset(Clock.systemUTC(), Duration.ofMillis(wrong));
  }

  @PreDestroy
  void stop() {
    shutdown.run();
    LOG.info("server has stopped");
  }
}
