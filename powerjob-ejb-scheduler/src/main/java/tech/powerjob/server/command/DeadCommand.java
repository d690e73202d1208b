package tech.powerjob.server.command;

/**
 * A command that was set aside.
 *
 * @param id its own id
 * @param application name of the application that has sent it
 * @param reason why it was not carried out; {@code null} if it expired before it was taken
 * @param taken when the broker took it, epoch milliseconds
 * @param bytes its size as the broker stores it
 * @param body its text or the entries of its map; {@code null} if it is too long to be shown or is
 *     no text
 */
public record DeadCommand(
    String id, String application, String reason, long taken, long bytes, String body) {}
