package tech.powerjob.server.job;

/**
 * The definition of a job was changed; told within the transaction that does it, heard when that
 * ends.
 */
public record JobChanged(long jobId, long appId) {}
