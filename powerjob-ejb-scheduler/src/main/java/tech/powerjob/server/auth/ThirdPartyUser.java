package tech.powerjob.server.auth;

import java.util.Optional;
import java.util.Set;
import tech.powerjob.server.account.UserProfile;

/**
 * A person as a login type knows them.
 *
 * @param name name there: unique, and the same for ever
 * @param profile what is copied to the user at their first login
 * @param groups the person's groups, if they decide about roles here; empty if roles are given here
 *     only
 */
public record ThirdPartyUser(String name, UserProfile profile, Optional<Set<String>> groups) {}
