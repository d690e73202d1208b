package tech.powerjob.web.openapi;

import java.util.Locale;
import tech.powerjob.common.enums.EncryptType;
import tech.powerjob.common.enums.ErrorCodes;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.domain.account.AppPassword;

/**
 * Body of {@code authApp}.
 *
 * @param appName name of the application
 * @param encryptedPassword the password, or its MD5 in hexadecimal digits
 * @param encryptType which of the two: {@code none} (also when missing) or {@code md5}
 */
public record AppAuthRequest(String appName, String encryptedPassword, String encryptType) {
  AppPassword password() {
    if (encryptedPassword == null) {
      throw new PowerJobException(ErrorCodes.INVALID_REQUEST, "lack_of_encryptedPassword");
    }
    var type = encryptType == null ? "" : encryptType.trim().toLowerCase(Locale.ROOT);
    if (type.isEmpty() || type.equals(EncryptType.NONE.getCode())) {
      return AppPassword.ofPlain(encryptedPassword);
    }
    if (type.equals(EncryptType.MD5.getCode())) {
      return AppPassword.ofMd5(encryptedPassword);
    }
    throw new PowerJobException(ErrorCodes.INVALID_REQUEST, "unknown_encryptType:" + encryptType);
  }

  /** Keeps the password out of logs. */
  @Override
  public String toString() {
    return "AppAuthRequest[appName=" + appName + "]";
  }
}
