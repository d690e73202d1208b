package tech.powerjob.wire;

/**
 * Server to worker: log lines are stored; do not send them again.
 *
 * @param number {@link LogLines#number()} up to which all are
 */
public record LogsAccepted(long number) implements WireMessage {}
