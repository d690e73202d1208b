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
import tech.powerjob.server.job.JobService;
import tech.powerjob.web.access.AccessTokens;
import tech.powerjob.web.access.CurrentApp;
import tech.powerjob.web.access.Denials;
import tech.powerjob.web.openapi.RunRequests;
import tech.powerjob.web.rest.Failures;
import tech.powerjob.web.rest.JsonBody;
import tech.powerjob.web.rest.ParameterReader;
import tech.powerjob.web.rest.RequestParameters;

/**
 * Short cut for the calls that come by the thousand: those that run a job and those that look what
 * became of it. Three quarters of what they would cost as a REST resource is the way there. Asks
 * for the same credentials and answers the same as {@link tech.powerjob.web.openapi.JobResource}
 * and {@link tech.powerjob.web.openapi.InstanceResource}; whoever is not let in is left to those,
 * to be told why. Thread-safe.
 */
@ApplicationScoped
public class FrequentCalls {
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String RUN_BY_JSON = path(OpenAPIConstant.RUN_JOB2);
  private static final String RUN = path(OpenAPIConstant.RUN_JOB);
  private static final String STATUS = path(OpenAPIConstant.FETCH_INSTANCE_STATUS);
  private static final String INSTANCE = path(OpenAPIConstant.FETCH_INSTANCE_INFO);
  private static final String JOB = path(OpenAPIConstant.FETCH_JOB);

  /** What a call gives, once its caller is known. */
  private interface Call {
    Object answer(CurrentApp app, InputStream body) throws IOException;
  }

  /** The same of a form. */
  private interface FormCall {
    Object answer(CurrentApp app, RequestParameters parameters);
  }

  private AccessTokens tokens;
  private JobService jobs;
  private InstanceService instances;
  private Actor actor;
  private Denials denials;

  /** For the proxy. */
  protected FrequentCalls() {}

  @Inject
  public FrequentCalls(
      AccessTokens tokens,
      JobService jobs,
      InstanceService instances,
      Actor actor,
      Denials denials) {
    this.tokens = tokens;
    this.jobs = jobs;
    this.instances = instances;
    this.actor = actor;
    this.denials = denials;
  }

  private static String path(String call) {
    return OpenAPIConstant.WEB_PATH + call;
  }

  /**
   * Answers the call if it is one of these and its caller may come in.
   *
   * @param path as the server maps it
   * @return whether it was answered; if not, nothing was done
   */
  public boolean answer(String path, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var call = call(path, request);
    var app = call.flatMap(known -> admitted(request));
    if (app.isEmpty()) {
      return false;
    }
    Object answer;
    try {
      var given = call.get().answer(CurrentApp.of(app.get()), request.getInputStream());
      answer = ResultDTO.success(given);
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

  /** What the call is; empty if it is none that this is for. */
  private Optional<Call> call(String path, HttpServletRequest request) {
    if (!request.getMethod().equals("POST")) {
      return Optional.empty();
    }
    var key = request.getHeader(RunRequests.KEY_HEADER);
    if (path.equals(RUN_BY_JSON)) {
      return Optional.of(
          (app, body) ->
              run(
                  app,
                  RunRequests.of(
                      (RunJobRequest) JsonBody.read(RunJobRequest.class, body),
                      parameters(request, ""),
                      key)));
    }
    return formCall(path, key)
        .filter(form -> isForm(request))
        .map(
            form ->
                (app, body) -> {
                  var text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
                  return form.answer(app, parameters(request, text));
                });
  }

  private Optional<FormCall> formCall(String path, String key) {
    FormCall call = null;
    if (path.equals(RUN)) {
      call = (app, parameters) -> run(app, RunRequests.of(parameters, key));
    } else if (path.equals(STATUS)) {
      call = (app, parameters) -> instances.status(id(app, parameters), instance(parameters));
    } else if (path.equals(INSTANCE)) {
      call = (app, parameters) -> instances.get(id(app, parameters), instance(parameters));
    } else if (path.equals(JOB)) {
      call = (app, parameters) -> jobs.get(id(app, parameters), parameters.number("jobId"));
    }
    return Optional.ofNullable(call);
  }

  private long run(CurrentApp app, RunJobRequest run) {
    return instances.run(app.id(run.getAppId()), run);
  }

  private static long id(CurrentApp app, RequestParameters parameters) {
    return app.id(parameters.findNumber("appId").orElse(null));
  }

  private static long instance(RequestParameters parameters) {
    return parameters.number("instanceId");
  }

  private static boolean isForm(HttpServletRequest request) {
    var type = request.getContentType();
    return type != null && type.toLowerCase(Locale.ROOT).startsWith(FORM);
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
