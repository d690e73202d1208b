package tech.powerjob.server.job;

import java.util.List;
import java.util.Optional;
import tech.powerjob.common.enums.ExecuteType;
import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.common.enums.TimeExpressionType;

/**
 * Which jobs are looked for: those that meet all conditions and are not deleted, by id.
 *
 * @param id exactly this one
 * @param text part of the name, the description or the processor, whatever its case
 * @param tag the whole tag
 * @param types kinds of schedule; empty for all
 * @param executeTypes empty for all
 * @param status ENABLE or DISABLE
 * @param after only jobs with a larger id
 * @param limit most jobs, from 1
 */
public record JobFilter(
    Optional<Long> id,
    Optional<String> text,
    Optional<String> tag,
    List<TimeExpressionType> types,
    List<ExecuteType> executeTypes,
    Optional<SwitchableStatus> status,
    Optional<Long> after,
    int limit) {}
