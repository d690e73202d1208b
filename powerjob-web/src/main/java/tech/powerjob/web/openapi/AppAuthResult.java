package tech.powerjob.web.openapi;

import java.util.Map;

/**
 * Answer of {@code authApp}.
 *
 * @param appId id of the application
 * @param token to be sent with every call
 * @param extra unused, part of the contract
 */
public record AppAuthResult(long appId, String token, Map<String, Object> extra) {}
