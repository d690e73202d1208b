package tech.powerjob.server.account;

import java.util.List;
import java.util.Map;
import tech.powerjob.domain.account.Role;

/**
 * What a user wants a namespace to be.
 *
 * @param id id of the namespace to change, {@code null} for a new one
 * @param code its name for programs, which never changes
 * @param name its name for people
 * @param dept free text
 * @param tags free text
 * @param extra free text
 * @param roles who holds which role on it, replacing what was; {@code null} keeps what was
 */
public record SaveNamespace(
    Long id,
    String code,
    String name,
    String dept,
    String tags,
    String extra,
    Map<Role, List<Long>> roles) {}
