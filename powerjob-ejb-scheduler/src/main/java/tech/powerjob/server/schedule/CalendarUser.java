package tech.powerjob.server.schedule;

/** A job that goes by a calendar. */
public record CalendarUser(long jobId, String jobName, long appId) {}
