package tech.powerjob.server.schedule;

import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.model.JobOptions;
import tech.powerjob.common.model.LifeCycle;

/**
 * A schedule that need not be saved.
 *
 * @param lifeCycle {@code null} for always
 * @param options {@code null} for none
 * @param count how many instants are wanted, 1 to 1000; {@code null} for 10
 */
public record PreviewRequest(
    TimeExpressionType timeExpressionType,
    String timeExpression,
    LifeCycle lifeCycle,
    JobOptions options,
    Integer count) {}
