/**
 * When jobs are due. A {@link tech.powerjob.domain.schedule.Schedule} answers the next instant, a
 * {@link tech.powerjob.domain.schedule.FirePlan} decides what becomes of the instants that fall
 * due, and the {@link tech.powerjob.domain.schedule.Scheduler} has that recorded in the ledger.
 */
package tech.powerjob.domain.schedule;
