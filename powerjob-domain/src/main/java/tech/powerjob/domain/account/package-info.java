/**
 * Who may do what: applications, namespaces, users and their roles.
 *
 * <p>Entities carry the rules on names and passwords; {@link tech.powerjob.domain.account.Grants}
 * decides on permissions. Passwords are only ever kept as salted hashes.
 */
package tech.powerjob.domain.account;
