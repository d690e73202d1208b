package tech.powerjob.web.rest;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What went wrong, as RFC 9457 writes it; what does not apply is left out.
 *
 * @param type which kind of problem
 * @param title the same for people; the same for all problems of the kind
 * @param status HTTP status
 * @param detail what is wrong with this call
 * @param code PowerJob's code
 * @param field field or parameter that breaks a rule
 * @param value what it was
 * @param rule what it must be
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    String code,
    String field,
    String value,
    String rule) {
  /** Media type of problems. */
  public static final String MEDIA_TYPE = "application/problem+json";
}
