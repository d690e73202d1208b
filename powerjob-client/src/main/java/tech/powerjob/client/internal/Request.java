package tech.powerjob.client.internal;

/**
 * One call of the OpenAPI.
 *
 * @param path below {@code /openApi}
 * @param contentType of the body
 * @param body text of the request
 * @param repeatable whether doing it twice does no harm, so that another server may be asked when
 *     the first one's answer is lost
 */
public record Request(String path, String contentType, String body, boolean repeatable) {
  public static final String JSON = "application/json; charset=utf-8";
  public static final String FORM = "application/x-www-form-urlencoded";
}
