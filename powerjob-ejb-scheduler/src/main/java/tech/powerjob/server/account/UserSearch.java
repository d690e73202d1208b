package tech.powerjob.server.account;

import tech.powerjob.domain.account.User;

/**
 * Which users somebody looks for; {@code null} and blank texts ask for nothing.
 *
 * @param id their id
 * @param accountType how they log in
 * @param name part of the name that others see, in any case of letters
 * @param phone part of their phone number
 */
public record UserSearch(Long id, String accountType, String name, String phone) {
  /** Whether this is one of them. */
  public boolean matches(User user) {
    return (id == null || id.equals(user.id()))
        && (accountType == null || accountType.isBlank() || accountType.equals(user.accountType()))
        && TextPart.isIn(user.showName(), name)
        && TextPart.isIn(user.phone(), phone);
  }
}
