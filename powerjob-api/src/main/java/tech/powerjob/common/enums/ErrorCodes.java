package tech.powerjob.common.enums;

/** Codes and texts of the errors that callers may want to tell apart. */
public enum ErrorCodes {
  USER_NOT_LOGIN("-100", "UserNotLoggedIn"),
  USER_NOT_EXIST("-101", "UserNotExist"),
  USER_AUTH_FAILED("-102", "UserAuthFailed"),
  USER_DISABLED("-103", "UserDisabled"),
  NO_PERMISSION("-200", "NoPermission"),
  INVALID_REQUEST("-300", "INVALID_REQUEST"),
  INCORRECT_PASSWORD("-400", "INCORRECT_PASSWORD"),
  INVALID_TOKEN("-401", "INVALID_TOKEN"),
  INVALID_APP("-402", "INVALID_APP"),
  TOKEN_EXPIRED("-403", "TOKEN_EXPIRED"),
  SYSTEM_UNKNOWN_ERROR("-500", "SYS_UNKNOWN_ERROR"),
  ILLEGAL_ARGS_ERROR("-501", "ILLEGAL_ARGS_ERROR"),
  OPERATION_NOT_PERMITTED("-502", "OPERATION_NOT_PERMITTED"),
  OPEN_API_AUTH_FAILED("-1002", "OPEN_API_AUTH_FAILED"),
  CLIENT_HTTP_REQUEST_FAILED("-2001", "CLIENT_HTTP_REQUEST_FAILED");

  private final String code;
  private final String msg;

  ErrorCodes(String code, String msg) {
    this.code = code;
    this.msg = msg;
  }

  /** The value of the {@code code} field of an answer. */
  public String getCode() {
    return code;
  }

  /** The text that starts the message of an answer. */
  public String getMsg() {
    return msg;
  }
}
