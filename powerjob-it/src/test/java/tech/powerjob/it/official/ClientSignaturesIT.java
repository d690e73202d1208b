package tech.powerjob.it.official;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a program can call of the published client, it can call of ours. */
class ClientSignaturesIT {
  private static Set<String> signatures(Class<?> type) {
    var methods =
        Arrays.stream(type.getMethods())
            // Every object has these; whether a class says them again is its own affair.
            .filter(method -> !Set.of("equals", "hashCode", "toString").contains(method.getName()))
            // Of the library that wrote the published classes, for its own use.
            .filter(method -> !method.getName().equals("canEqual"));
    return Stream.<Executable>concat(methods, Arrays.stream(type.getConstructors()))
        .filter(each -> !each.isSynthetic())
        .map(ClientSignaturesIT::text)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String text(Executable each) {
    var returned = each instanceof Method method ? method.getGenericReturnType() : "";
    return "%s%s %s%s"
        .formatted(
            Modifier.isStatic(each.getModifiers()) ? "static " : "",
            returned,
            each instanceof Method ? each.getName() : "new",
            Arrays.toString(each.getGenericParameterTypes()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tech.powerjob.client.PowerJobClient",
        "tech.powerjob.client.IPowerJobClient",
        "tech.powerjob.client.ClientConfig",
        "tech.powerjob.client.common.Protocol",
        "tech.powerjob.client.extension.ClientExtension",
        "tech.powerjob.client.extension.ExtensionContext",
        "tech.powerjob.common.response.ResultDTO",
        "tech.powerjob.common.response.PageResult",
        "tech.powerjob.common.response.JobInfoDTO",
        "tech.powerjob.common.response.InstanceInfoDTO",
        "tech.powerjob.common.request.http.SaveJobInfoRequest",
        "tech.powerjob.common.request.query.JobInfoQuery",
        "tech.powerjob.common.request.query.InstancePageQuery",
        "tech.powerjob.common.response.WorkflowInfoDTO",
        "tech.powerjob.common.response.WorkflowNodeInfoDTO",
        "tech.powerjob.common.response.WorkflowInstanceInfoDTO",
        "tech.powerjob.common.request.http.SaveWorkflowRequest",
        "tech.powerjob.common.request.http.SaveWorkflowNodeRequest",
        "tech.powerjob.common.model.PEWorkflowDAG",
        "tech.powerjob.common.model.PEWorkflowDAG$Node",
        "tech.powerjob.common.model.PEWorkflowDAG$Edge",
        "tech.powerjob.common.enums.WorkflowInstanceStatus",
        "tech.powerjob.common.enums.WorkflowNodeType",
        "tech.powerjob.common.PowerQuery",
        "tech.powerjob.common.model.LifeCycle",
        "tech.powerjob.common.model.AlarmConfig",
        "tech.powerjob.common.model.LogConfig",
        "tech.powerjob.common.model.JobAdvancedRuntimeConfig",
        "tech.powerjob.common.enums.InstanceStatus",
        "tech.powerjob.common.enums.TimeExpressionType",
        "tech.powerjob.common.enums.ExecuteType",
        "tech.powerjob.common.enums.ProcessorType",
        "tech.powerjob.common.enums.DispatchStrategy",
        "tech.powerjob.common.exception.PowerJobException",
        "tech.powerjob.common.exception.PowerJobCheckedException"
      })
  void everySignatureOfThePublishedClass_isInOurs(String name) throws Exception {
    try (var published = new URLClassLoader(urls(), ClassLoader.getPlatformClassLoader())) {
      var theirs = signatures(Class.forName(name, false, published));
      var ours = signatures(Class.forName(name));
      assertThat(theirs).isNotEmpty();
      assertThat(ours).containsAll(theirs);
    }
  }

  private static URL[] urls() throws IOException {
    var urls = OfficialClient.jars().stream().map(ClientSignaturesIT::url);
    return urls.toArray(URL[]::new);
  }

  private static URL url(java.nio.file.Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (java.net.MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
