/**
 * Named sets of days, such as public holidays, that schedules leave out or keep to. A calendar is
 * the whole server's or one application's.
 */
package tech.powerjob.domain.calendar;
