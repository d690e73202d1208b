package tech.powerjob.web.description;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;
import tech.powerjob.web.access.Access;
import tech.powerjob.web.access.AccessFilter;

/**
 * Adds to the description what holds for many calls: who may make them, how errors are told, and in
 * which chapter they stand. Runs when this module is built, and not in the server.
 */
public class DescriptionFilter implements OASFilter {
  private static final String APP_TOKEN = "appToken";
  private static final String APP_ID = "appId";
  private static final String USER_TOKEN = "userToken";
  private static final String PROBLEM = "Problem";
  private static final String PROBLEM_EXAMPLE =
      "{\"type\":\"urn:powerjob:problem:invalid-request\",\"title\":\"The request breaks a rule\","
          + "\"status\":400,\"detail\":\"limit is 0 but must be from 1 to 1000\",\"field\":\"limit\","
          + "\"value\":\"0\",\"rule\":\"must be from 1 to 1000\"}";
  private static final Set<String> NUMBERS =
      Set.of("index", "limit", "count", "delay", "startTime", "endTime");
  private static final Map<String, String> ERRORS =
      Map.of(
          "400", "Something in the call breaks a rule",
          "401", "Nobody is logged in",
          "403", "The caller may not do this",
          "404", "There is no such thing among what the caller may see");

  @Override
  public void filterOpenAPI(OpenAPI description) {
    var components =
        description.getComponents() == null
            ? OASFactory.createComponents()
            : description.getComponents();
    description.setComponents(components);
    components.addSecurityScheme(
        APP_TOKEN, header("X-POWERJOB-ACCESS-TOKEN", "Token of an application, from authApp"));
    components.addSecurityScheme(
        APP_ID, header("X-POWERJOB-APP-ID", "Id of the application whose token it is"));
    components.addSecurityScheme(USER_TOKEN, header("PowerJwt", "Token of a user, from the login"));
    components.addSchema(PROBLEM, problem());
    ERRORS.forEach((status, text) -> components.addResponse(PROBLEM + status, response(text)));
    description
        .getPaths()
        .getPathItems()
        .forEach(
            (path, item) ->
                item.getOperations().forEach((method, operation) -> complete(path, operation)));
  }

  private static SecurityScheme header(String name, String text) {
    return OASFactory.createSecurityScheme()
        .type(SecurityScheme.Type.APIKEY)
        .in(SecurityScheme.In.HEADER)
        .name(name)
        .description(text);
  }

  private static Schema problem() {
    var problem =
        OASFactory.createSchema()
            .type(Schema.SchemaType.OBJECT)
            .description("What went wrong, as RFC 9457 writes it");
    for (var field : List.of("type", "title", "detail", "code", "field", "value", "rule")) {
      problem.addProperty(field, OASFactory.createSchema().type(Schema.SchemaType.STRING));
    }
    problem.addProperty("status", OASFactory.createSchema().type(Schema.SchemaType.INTEGER));
    return problem;
  }

  private static APIResponse response(String text) {
    var media =
        OASFactory.createMediaType()
            .schema(OASFactory.createSchema().ref("#/components/schemas/" + PROBLEM))
            .example(PROBLEM_EXAMPLE);
    return OASFactory.createAPIResponse()
        .description(text)
        .content(OASFactory.createContent().addMediaType("application/problem+json", media));
  }

  private static void complete(String path, Operation operation) {
    var method = method(operation.getOperationId());
    var kind = AccessFilter.kindOf(method.getDeclaringClass(), method).orElseThrow();
    boolean own = path.startsWith("/api/");
    if (method.getReturnType() == void.class) {
      operation.getResponses().removeAPIResponse("201");
      operation
          .getResponses()
          .addAPIResponse("204", OASFactory.createAPIResponse().description("Done"));
    }
    operation.setOperationId(method.getDeclaringClass().getSimpleName() + "_" + method.getName());
    operation.setTags(List.of(chapter(path)));
    operation.setSecurity(security(kind));
    if (operation.getSummary() == null) {
      operation.setSummary(words(method.getName()));
    }
    if (operation.getParameters() != null) {
      operation.getParameters().stream()
          .filter(parameter -> parameter.getSchema() == null)
          .forEach(parameter -> parameter.setSchema(schema(parameter.getName())));
    }
    if (kind == Access.Kind.APP_OR_USER && !has(operation, APP_ID)) {
      operation.addParameter(
          OASFactory.createParameter()
              .name(APP_ID)
              .in(Parameter.In.QUERY)
              .description("Which application; an application need not say it")
              .schema(schema(APP_ID)));
    }
    if (own) {
      ERRORS
          .keySet()
          .forEach(
              status ->
                  operation
                      .getResponses()
                      .addAPIResponse(
                          status,
                          OASFactory.createAPIResponse()
                              .ref("#/components/responses/" + PROBLEM + status)));
    } else {
      operation.getResponses().getAPIResponses().values().stream()
          .filter(response -> response.getDescription() == null || isPlain(response))
          .forEach(
              response ->
                  response.setDescription("The outcome; what was refused has success false"));
    }
  }

  /** Parameters that are read by name are numbers if they are called like numbers. */
  private static Schema schema(String parameter) {
    return NUMBERS.contains(parameter) || parameter.endsWith("Id")
        ? OASFactory.createSchema().type(Schema.SchemaType.INTEGER).format("int64")
        : OASFactory.createSchema().type(Schema.SchemaType.STRING);
  }

  private static boolean isPlain(APIResponse response) {
    return List.of("OK", "No Content", "Created").contains(response.getDescription());
  }

  private static boolean has(Operation operation, String parameter) {
    return operation.getParameters() != null
        && operation.getParameters().stream().anyMatch(each -> parameter.equals(each.getName()));
  }

  /** The method behind {@code full.name.of.Class_method} as the generator writes its ids. */
  private static Method method(String operationId) {
    int split = operationId.lastIndexOf('_');
    try {
      var type =
          Class.forName(
              operationId.substring(0, split), false, DescriptionFilter.class.getClassLoader());
      return Arrays.stream(type.getMethods())
          .filter(method -> method.getName().equals(operationId.substring(split + 1)))
          .findFirst()
          .orElseThrow();
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<SecurityRequirement> security(Access.Kind kind) {
    var app = OASFactory.createSecurityRequirement().addScheme(APP_TOKEN).addScheme(APP_ID);
    var user = OASFactory.createSecurityRequirement().addScheme(USER_TOKEN);
    return switch (kind) {
      case PUBLIC -> new ArrayList<>();
      case APP -> List.of(app);
      case USER -> List.of(user);
      case APP_OR_USER -> List.of(app, user);
    };
  }

  private static String chapter(String path) {
    var root = path.split("/")[1];
    return switch (root) {
      case "api" -> "API v1";
      case "openApi" -> "OpenAPI of PowerJob";
      default -> "Console: " + root;
    };
  }

  /** {@code fetchAllJob} becomes {@code Fetch all job}. */
  private static String words(String name) {
    var words = name.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT).trim();
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
