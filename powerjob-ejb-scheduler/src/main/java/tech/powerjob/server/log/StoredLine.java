package tech.powerjob.server.log;

import java.util.Optional;

/**
 * A line of a log.
 *
 * @param number in the run, from 1 on, in the order in which lines were accepted
 * @param time epoch milliseconds of the worker
 * @param level code of {@link tech.powerjob.common.enums.LogLevel}
 * @param worker address of the worker
 * @param task id of the task; empty for what belongs to none
 */
record StoredLine(
    long number, long time, int level, String worker, Optional<String> task, String content) {}
