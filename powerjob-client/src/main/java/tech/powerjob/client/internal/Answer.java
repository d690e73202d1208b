package tech.powerjob.client.internal;

/**
 * What a server answered with HTTP 200.
 *
 * @param body the JSON text
 * @param refused whether the server says that the token was not accepted; it then did nothing
 */
public record Answer(String body, boolean refused) {}
