package tech.powerjob.server.schedule;

import java.util.List;

/**
 * What was made up for.
 *
 * @param due how many instants the schedule has in the range
 * @param created how many got an instance now; the others had one from an earlier backfill
 * @param instanceIds ids of the instances that were created, in the order of their instants
 */
public record BackfillResult(int due, int created, List<Long> instanceIds) {}
