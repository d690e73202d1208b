package tech.powerjob.worker.internal.instance;

import tech.powerjob.worker.host.WorkerHost;
import tech.powerjob.worker.internal.Ticker;
import tech.powerjob.worker.internal.log.RunLoggers;
import tech.powerjob.worker.internal.processor.Processors;

/**
 * What every run of a worker shares.
 *
 * @param maxResultLength longest result in characters
 * @param userContext object for processors, may be {@code null}
 * @param additions what runs may add to the context of their workflow
 */
public record RunEnvironment(
    Processors processors,
    RunLoggers loggers,
    WorkerHost host,
    Ticker ticker,
    int maxResultLength,
    Object userContext,
    ContextAdditions additions) {}
