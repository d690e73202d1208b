package tech.powerjob.server.account;

import java.util.List;
import java.util.Map;
import tech.powerjob.domain.account.Role;

/**
 * What a user wants an application to be.
 *
 * @param id id of the application to change, {@code null} for a new one
 * @param appName its name, which never changes
 * @param title its name for people
 * @param password a new password; {@code null} or blank keeps the old one
 * @param namespaceId id of its namespace
 * @param tags free text
 * @param extra free text
 * @param roles who holds which role on it, replacing what was; {@code null} keeps what was
 */
public record SaveApp(
    Long id,
    String appName,
    String title,
    String password,
    Long namespaceId,
    String tags,
    String extra,
    Map<Role, List<Long>> roles) {}
