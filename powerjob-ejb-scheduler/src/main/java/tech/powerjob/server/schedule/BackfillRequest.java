package tech.powerjob.server.schedule;

/**
 * A past range of a schedule.
 *
 * @param from epoch milliseconds, included
 * @param to epoch milliseconds, included
 */
public record BackfillRequest(Long from, Long to) {}
