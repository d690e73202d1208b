package tech.powerjob.web.rest;

import jakarta.ejb.EJBException;
import jakarta.transaction.RollbackException;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.WebApplicationException;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.common.enums.ErrorCodes;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.common.response.PowerResultDTO;
import tech.powerjob.server.audit.NotYoursException;
import tech.powerjob.server.instance.TaskService;
import tech.powerjob.server.instance.WrongState;
import tech.powerjob.server.job.UnknownObjectException;
import tech.powerjob.server.job.VersionedJobs;
import tech.powerjob.server.pool.PoolService;
import tech.powerjob.server.store.IdempotencyKeys;
import tech.powerjob.server.workflow.NotYourWorkflowException;
import tech.powerjob.server.workflow.WholeWorkflows;

/** Turns exceptions into what a caller may know. */
public final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  /** The answer; an unexpected failure is logged under an id that the answer carries. */
  public static PowerResultDTO<Void> answer(Throwable failure, String method, String path) {
    for (var cause = failure; cause != null; cause = inner(cause)) {
      if (cause instanceof PowerJobException known) {
        // Always by the name that PowerJob's clients know.
        return told("PowerJobException", known.getMessage(), known.getCode());
      }
      if (cause instanceof IllegalArgumentException) {
        return told("IllegalArgumentException", cause.getMessage(), null);
      }
      if (cause instanceof NotAllowedException) {
        return told(
            "HttpRequestMethodNotSupportedException",
            "Request method '%s' not supported".formatted(method),
            null);
      }
      if (cause instanceof NotSupportedException) {
        return told(
            "HttpMediaTypeNotSupportedException", "this call takes another Content-Type", null);
      }
      if (cause instanceof NotFoundException) {
        return told("NotFoundException", "there is nothing at this path", null);
      }
      if (cause instanceof BodyTooLargeException) {
        return told("PowerJobException", cause.getMessage(), ErrorCodes.INVALID_REQUEST.getCode());
      }
      if (cause instanceof WebApplicationException web
          && web.getCause() == null
          && web.getResponse().getStatus() < 500) {
        return told("BadRequestException", "the request cannot be understood", null);
      }
    }
    var id = UUID.randomUUID().toString();
    LOG.error("Call failed: id={}, {} {}", id, method, path, failure);
    return told(
        "PowerJobException",
        "%s:see the server's log for error %s"
            .formatted(ErrorCodes.SYSTEM_UNKNOWN_ERROR.getMsg(), id),
        ErrorCodes.SYSTEM_UNKNOWN_ERROR.getCode());
  }

  /**
   * The HTTP status of an answer, for those who read it.
   *
   * @param code of the answer, may be {@code null}
   */
  static int status(Throwable failure, String code) {
    for (var cause = failure; cause != null; cause = inner(cause)) {
      if (cause instanceof IdempotencyKeys.ConflictException
          || cause instanceof PoolService.InUseException
          || cause instanceof TaskService.NotNowException
          || cause instanceof WrongState) {
        return 409;
      }
      if (cause instanceof VersionedJobs.ChangedException
          || cause instanceof WholeWorkflows.ChangedException) {
        return 412;
      }
      if (cause instanceof IfMatch.MissingException) {
        return 428;
      }
      if (cause instanceof UnknownObjectException
          || cause instanceof NotYoursException
          || cause instanceof NotYourWorkflowException) {
        return 404;
      }
      if (cause instanceof PowerJobException || cause instanceof IllegalArgumentException) {
        return byCode(code);
      }
      if (cause instanceof BodyTooLargeException) {
        return 413;
      }
      if (cause instanceof WebApplicationException web && web.getResponse().getStatus() < 500) {
        return web.getResponse().getStatus();
      }
    }
    return 500;
  }

  private static int byCode(String code) {
    if (ErrorCodes.NO_PERMISSION.getCode().equals(code)) {
      return 403;
    }
    return ErrorCodes.USER_NOT_LOGIN.getCode().equals(code) ? 401 : 400;
  }

  /** What containers wrap around the exception of a bean. */
  private static Throwable inner(Throwable cause) {
    boolean wrapper =
        cause instanceof EJBException
            || cause instanceof RollbackException
            || cause instanceof WebApplicationException
            || cause instanceof BodyTooLargeException
            || cause.getClass().getName().equals("jakarta.transaction.TransactionalException")
            || cause.getClass().getName().startsWith("org.glassfish.jersey.")
            || cause.getClass().getName().startsWith("org.jboss.resteasy.");
    return wrapper ? cause.getCause() : null;
  }

  private static PowerResultDTO<Void> told(String name, String text, String code) {
    PowerResultDTO<Void> answer = PowerResultDTO.f(name + ": " + text);
    answer.setCode(code);
    return answer;
  }
}
