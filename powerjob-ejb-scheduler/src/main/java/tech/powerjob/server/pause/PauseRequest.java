package tech.powerjob.server.pause;

/**
 * How long and why something is paused.
 *
 * @param until epoch milliseconds when the pause ends by itself; {@code null} if somebody ends it
 * @param reason at most 255 characters, may be {@code null}
 */
public record PauseRequest(Long until, String reason) {}
