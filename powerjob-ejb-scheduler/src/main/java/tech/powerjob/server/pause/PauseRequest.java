package tech.powerjob.server.pause;

/**
 * How long and why something is paused.
 *
 * @param from epoch milliseconds when the pause begins, in the future; {@code null} for now
 * @param until epoch milliseconds when the pause ends by itself; {@code null} if somebody ends it
 * @param reason at most 255 characters, may be {@code null}
 */
public record PauseRequest(Long from, Long until, String reason) {}
