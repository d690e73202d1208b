package tech.powerjob.web.gateway;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.server.audit.Actor;
import tech.powerjob.server.audit.AuditLog;
import tech.powerjob.web.gateway.WorkerMessages.BadMessageException;
import tech.powerjob.web.gateway.WorkerMessages.RefusedException;
import tech.powerjob.web.gateway.WorkerMessages.Reply;
import tech.powerjob.web.rest.BodyTooLargeException;
import tech.powerjob.web.rest.JsonBody;
import tech.powerjob.web.rest.ParameterReader;
import tech.powerjob.web.rest.RequestParameters;

/**
 * Where workers that speak HTTP call: how they find a server, and what they tell it. A worker is
 * known by the address that its connection comes from; what it says in headers does not matter.
 * Thread-safe.
 */
@ApplicationScoped
public class WorkerDoor {
  /** Start of the paths that this answers. */
  public static final String ROOT = "/server/";

  private static final Logger LOG = LoggerFactory.getLogger(WorkerDoor.class);

  /** Bytes of a body that is too large anyway. */
  private static final long MOST_DRAINED = 8 * BodyTooLargeException.LIMIT;

  private static final String JSON = "application/json";
  private static final String TEXT = "text/plain;charset=UTF-8";

  @Inject private WorkerBootstrap bootstrap;
  @Inject private WorkerReports reports;
  @Inject private AuditLog audit;
  @Inject private Actor actor;

  private final Refusals refusals = new Refusals();

  /**
   * Answers a call.
   *
   * @param path as the server maps it, with {@link #ROOT}
   */
  public void answer(String path, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var call = path.substring(ROOT.length());
    var peer = peer(request);
    try {
      if (bootstrap.answers(call)) {
        if (isMethod("GET", request, response)) {
          var answer = bootstrap.answer(call, request, parameters(request), peer);
          if (answer.refused()) {
            refuse(call, peer, String.valueOf(answer.body().get("message")));
          }
          write(response, 200, JSON, JsonBody.mapper().writeValueAsBytes(answer.body()));
        }
      } else if (reports.answers(call)) {
        if (isMethod("POST", request, response)) {
          var reply = reports.answer(call, request.getInputStream(), peer);
          write(
              response,
              200,
              JSON,
              reply.isPresent() ? WorkerMessages.write(reply.get()) : new byte[0]);
        }
      } else {
        write(response, 404, TEXT, WorkerMessages.utf8("There is nothing at this address.\n"));
      }
    } catch (RefusedException e) {
      refuse(call, peer, e.getMessage());
      write(response, 403, JSON, WorkerMessages.write(Reply.failed(e.getMessage())));
    } catch (BadMessageException | IllegalArgumentException e) {
      write(response, 400, JSON, WorkerMessages.write(Reply.failed(e.getMessage())));
    } catch (IOException | RuntimeException e) {
      failed(call, e, request, response);
    }
  }

  private void failed(
      String call, Exception failure, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (failure instanceof BodyTooLargeException) {
      drain(request);
      write(response, 413, JSON, WorkerMessages.write(Reply.failed(failure.getMessage())));
      return;
    }
    if (failure instanceof IOException broken) {
      throw broken;
    }
    if (failure instanceof IllegalStateException) {
      LOG.debug("{} comes too early or too late", call, failure);
    } else {
      LOG.warn("{} could not be answered; the worker tries again", call, failure);
    }
    write(response, 503, JSON, WorkerMessages.write(Reply.failed("the server cannot answer now")));
  }

  /** Callers that send everything before they listen hear an answer only if the rest is taken. */
  private static void drain(HttpServletRequest request) throws IOException {
    if (request instanceof HttpServletRequestWrapper wrapper) {
      wrapper.getRequest().getInputStream().skip(MOST_DRAINED);
    }
  }

  private void refuse(String call, InetAddress peer, String reason) {
    var who = peer.getHostAddress();
    if (refusals.isNews(who + " " + call + " " + reason, System.nanoTime())) {
      LOG.warn("worker at {} is refused {}: {}", who, call, reason);
      actor.at(who);
      audit.denied("http-worker", call, reason);
    }
  }

  private static boolean isMethod(
      String method, HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (request.getMethod().equals(method)) {
      return true;
    }
    response.setHeader("Allow", method);
    write(response, 405, TEXT, WorkerMessages.utf8("Only %s will do here.\n".formatted(method)));
    return false;
  }

  private static RequestParameters parameters(HttpServletRequest request) {
    var parameters = new RequestParameters();
    if (request.getQueryString() != null) {
      ParameterReader.read(request.getQueryString(), parameters);
    }
    return parameters;
  }

  private static InetAddress peer(HttpServletRequest request) {
    try {
      // Always a literal; nobody is asked for it.
      return InetAddress.getByName(request.getRemoteAddr());
    } catch (UnknownHostException e) {
      throw new IllegalStateException("the caller has no address", e);
    }
  }

  private static void write(
      HttpServletResponse response, int status, String contentType, byte[] body)
      throws IOException {
    response.setStatus(status);
    response.setContentLength(body.length);
    if (body.length > 0) {
      response.setContentType(contentType);
      response.getOutputStream().write(body);
    }
  }
}
