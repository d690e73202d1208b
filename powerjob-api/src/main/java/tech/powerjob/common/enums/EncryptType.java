package tech.powerjob.common.enums;

/** How a password is written in an authentication request. */
public enum EncryptType {
  NONE("none"),
  MD5("md5");

  private final String code;

  EncryptType(String code) {
    this.code = code;
  }

  /** The text on the wire. */
  public String getCode() {
    return code;
  }
}
