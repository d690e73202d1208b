/**
 * What schedules are made of beside a job's own fields: calendars, and how expressions are read.
 */
package tech.powerjob.server.schedule;
