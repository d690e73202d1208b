package tech.powerjob.web.description;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tech.powerjob.web.Resources;
import tech.powerjob.web.access.Access;
import tech.powerjob.web.access.AccessFilter;

/** The description that the build makes is complete. */
class DescriptionTest {
  private static JsonNode description;

  @BeforeAll
  static void read() throws Exception {
    try (var json = DescriptionPages.class.getResourceAsStream("openapi.json")) {
      description = new ObjectMapper().readTree(json);
    }
  }

  private static JsonNode operation(Method method) {
    var path = Resources.path(method).replaceAll(": [^}]*}", "}");
    return description
        .path("paths")
        .path(path)
        .path(Resources.verb(method).toLowerCase(Locale.ROOT));
  }

  @Test
  void everyResourceMethod_isDescribed() throws Exception {
    var missing = new ArrayList<String>();
    Resources.methods()
        .forEach(
            method -> {
              var operation = operation(method);
              if (operation.path("summary").asText().isBlank()
                  || operation.path("responses").isEmpty()
                  || !operation.path("security").isArray()
                  || operation.path("tags").isEmpty()) {
                missing.add(method.toString());
              }
            });
    assertThat(missing).isEmpty();
    assertThat(Resources.methods()).hasSizeGreaterThan(60);
  }

  @Test
  void everyOperation_asksForTheCredentialsThatItsMethodDoes() throws Exception {
    Resources.methods()
        .forEach(
            method -> {
              var kind = AccessFilter.kindOf(method.getDeclaringClass(), method).orElseThrow();
              var security = operation(method).path("security");
              assertThat(security.toString().contains("appToken"))
                  .as(method.toString())
                  .isEqualTo(kind == Access.Kind.APP || kind == Access.Kind.APP_OR_USER);
              assertThat(security.toString().contains("userToken"))
                  .as(method.toString())
                  .isEqualTo(kind == Access.Kind.USER || kind == Access.Kind.APP_OR_USER);
            });
  }

  @Test
  void everyBody_hasASchema() throws Exception {
    var missing = new ArrayList<String>();
    Resources.methods()
        .filter(method -> Arrays.stream(method.getParameters()).anyMatch(DescriptionTest::isBody))
        .filter(
            method -> {
              var content = operation(method).path("requestBody").path("content");
              return content.isEmpty() || !content.elements().next().has("schema");
            })
        .forEach(method -> missing.add(method.toString()));
    assertThat(missing).isEmpty();
  }

  @Test
  void everyParameter_hasASchema_andManyBodiesHaveExamples() throws Exception {
    var bare = new ArrayList<String>();
    var examples = new ArrayList<String>();
    Resources.methods()
        .forEach(
            method -> {
              operation(method)
                  .path("parameters")
                  .forEach(
                      parameter -> {
                        if (!parameter.has("schema")) {
                          bare.add(method + " " + parameter.path("name").asText());
                        }
                      });
              if (operation(method).path("requestBody").findValue("example") != null) {
                examples.add(method.getName());
              }
            });
    assertThat(bare).isEmpty();
    assertThat(examples).hasSizeGreaterThan(15);
  }

  private static boolean isBody(Parameter parameter) {
    return Stream.of(PathParam.class, HeaderParam.class, CookieParam.class, Context.class)
        .noneMatch(parameter::isAnnotationPresent);
  }

  @Test
  void everyReference_leadsSomewhere() {
    var missing = new HashSet<String>();
    description
        .findValues("$ref")
        .forEach(
            reference -> {
              if (description.at(reference.asText().substring(1)).isMissingNode()) {
                missing.add(reference.asText());
              }
            });
    assertThat(missing).isEmpty();
  }

  @Test
  void idsOfOperations_areUnique() {
    var ids = description.findValuesAsText("operationId");
    assertThat(ids).doesNotHaveDuplicates().hasSizeGreaterThan(60);
  }

  @Test
  void instances_areDescribedWithTheirWorker() {
    var worker = description.at("/components/schemas/InstanceDocument/properties/worker");
    assertThat(worker.path("description").asText()).contains("Address of the worker");
    assertThat(worker.path("nullable").asBoolean()).isTrue();
  }

  @Test
  void formerVersionOfAWorkflow_isDescribedWithItsGraph() {
    var operation =
        description.path("paths").path("/api/v1/workflows/{workflowId}/versions/{version}");
    assertThat(operation.at("/get/responses/200/content/application~1json/schema/$ref").asText())
        .endsWith("/WorkflowVersionDocument");
    assertThat(
            description.at("/components/schemas/WorkflowVersionDocument/properties").fieldNames())
        .toIterable()
        .contains("version", "who", "created", "wfName", "nodes", "edges", "options");
  }

  @Test
  void problems_areDescribedWithAnExample() {
    var problem = description.at("/components/responses/Problem400/content");
    assertThat(problem.path("application/problem+json").path("example").toString())
        .contains("must be from 1 to 1000");
    assertThat(List.of("type", "status", "field", "rule"))
        .allMatch(field -> description.at("/components/schemas/Problem/properties").has(field));
  }
}
