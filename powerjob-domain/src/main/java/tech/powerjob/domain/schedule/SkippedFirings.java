package tech.powerjob.domain.schedule;

import java.time.Instant;

/**
 * Due instants that got no instance because they had passed unserved when the schedule was looked
 * at: the firing of {@code coveredBy} stands for them all.
 *
 * @param first first skipped instant
 * @param last last skipped instant
 * @param count how many there are from first to last
 * @param coveredBy the due instant that fired instead
 */
public record SkippedFirings(Instant first, Instant last, long count, Instant coveredBy) {}
