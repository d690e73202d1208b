package tech.powerjob.domain.account;

import tech.powerjob.common.exception.PowerJobException;

/** Rules that names and texts of accounts share. */
final class Names {
  /** Longest text of a column. */
  static final int MAX_LENGTH = 255;

  private Names() {}

  /** A required text without white space. */
  static String word(String field, String value) {
    require(field, value);
    if (value.chars().anyMatch(Character::isWhitespace)) {
      throw new PowerJobException(field + " can't contains white space!");
    }
    return value;
  }

  /** A required text. */
  static String require(String field, String value) {
    if (value == null || value.isBlank()) {
      throw new PowerJobException(field + " can't be empty");
    }
    return atMost(field, value);
  }

  /** A text that may be missing. */
  static String atMost(String field, String value) {
    if (value != null && value.length() > MAX_LENGTH) {
      throw new PowerJobException(
          "%s has %d characters but may have at most %d"
              .formatted(field, value.length(), MAX_LENGTH));
    }
    return value;
  }
}
