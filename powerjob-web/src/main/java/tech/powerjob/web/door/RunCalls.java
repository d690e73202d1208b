package tech.powerjob.web.door;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import tech.powerjob.common.OpenAPIConstant;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.common.request.http.RunJobRequest;
import tech.powerjob.common.response.ResultDTO;
import tech.powerjob.server.account.AppIdentity;
import tech.powerjob.server.audit.Actor;
import tech.powerjob.server.instance.InstanceService;
import tech.powerjob.web.access.AccessTokens;
import tech.powerjob.web.access.CurrentApp;
import tech.powerjob.web.access.Denials;
import tech.powerjob.web.openapi.RunRequests;
import tech.powerjob.web.rest.Failures;
import tech.powerjob.web.rest.JsonBody;
import tech.powerjob.web.rest.ParameterReader;
import tech.powerjob.web.rest.RequestParameters;

/**
 * Short cut for the calls that run a job, which come by the thousand: three quarters of what they
 * would cost as a REST resource is the way there. Asks for the same credentials and answers the
 * same as {@link tech.powerjob.web.openapi.JobResource}; whoever is not let in is left to that, to
 * be told why. Thread-safe.
 */
@ApplicationScoped
public class RunCalls {
  private static final String BY_PARAMETERS = OpenAPIConstant.WEB_PATH + OpenAPIConstant.RUN_JOB;
  private static final String BY_JSON = OpenAPIConstant.WEB_PATH + OpenAPIConstant.RUN_JOB2;
  private static final String FORM = "application/x-www-form-urlencoded";

  private interface Reader {
    RunJobRequest read(InputStream body) throws IOException;
  }

  private AccessTokens tokens;
  private InstanceService instances;
  private Actor actor;
  private Denials denials;

  /** For the proxy. */
  protected RunCalls() {}

  @Inject
  public RunCalls(AccessTokens tokens, InstanceService instances, Actor actor, Denials denials) {
    this.tokens = tokens;
    this.instances = instances;
    this.actor = actor;
    this.denials = denials;
  }

  /**
   * Answers the call if it runs a job and its caller may come in.
   *
   * @param path as the server maps it
   * @return whether it was answered; if not, nothing was done
   */
  public boolean answer(String path, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var reader = reader(path, request);
    var app = reader.flatMap(call -> admitted(request));
    if (app.isEmpty()) {
      return false;
    }
    Object answer;
    try {
      var run = reader.get().read(request.getInputStream());
      long appId = CurrentApp.of(app.get()).id(run.getAppId());
      answer = ResultDTO.success(instances.run(appId, run));
    } catch (IOException | RuntimeException e) {
      actor.at(request.getRemoteAddr());
      actor.app(app.get().id(), app.get().name());
      denials.note(e, request.getMethod(), path);
      answer = Failures.answer(e, request.getMethod(), path);
    }
    var json = JsonBody.mapper().writeValueAsBytes(answer);
    response.setHeader(OpenAPIConstant.RESPONSE_HEADER_AUTH_STATUS, "true");
    response.setContentType("application/json");
    response.setContentLength(json.length);
    response.getOutputStream().write(json);
    return true;
  }

  /** How to read the call; empty if it is none that this is for. */
  private static Optional<Reader> reader(String path, HttpServletRequest request) {
    if (!request.getMethod().equals("POST")) {
      return Optional.empty();
    }
    var key = request.getHeader(RunRequests.KEY_HEADER);
    if (path.equals(BY_JSON)) {
      return Optional.of(
          body ->
              RunRequests.of(
                  (RunJobRequest) JsonBody.read(RunJobRequest.class, body),
                  parameters(request, ""),
                  key));
    }
    var type = request.getContentType();
    if (path.equals(BY_PARAMETERS)
        && type != null
        && type.toLowerCase(Locale.ROOT).startsWith(FORM)) {
      return Optional.of(
          body ->
              RunRequests.of(
                  parameters(request, new String(body.readAllBytes(), StandardCharsets.UTF_8)),
                  key));
    }
    return Optional.empty();
  }

  /** Those of a form and those behind the path. */
  private static RequestParameters parameters(HttpServletRequest request, String form) {
    var parameters = new RequestParameters();
    ParameterReader.read(form, parameters);
    if (request.getQueryString() != null) {
      ParameterReader.read(request.getQueryString(), parameters);
    }
    return parameters;
  }

  private Optional<AppIdentity> admitted(HttpServletRequest request) {
    try {
      return Optional.of(
          tokens.app(
              request.getHeader(OpenAPIConstant.REQUEST_HEADER_APP_ID),
              request.getHeader(OpenAPIConstant.REQUEST_HEADER_ACCESS_TOKEN)));
    } catch (PowerJobException e) {
      return Optional.empty();
    }
  }
}
