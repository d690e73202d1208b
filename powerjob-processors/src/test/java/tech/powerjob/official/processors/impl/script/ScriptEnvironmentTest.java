package tech.powerjob.official.processors.impl.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tech.powerjob.official.processors.impl.Contexts;

class ScriptEnvironmentTest {
  private static final Map<String, String> WORKER =
      Map.of(
          "PATH", "/bin",
          "LC_ALL", "C.UTF-8",
          "POWERJOB_WORKER_PASSWORD", "s3cret",
          "AWS_SECRET_ACCESS_KEY", "s3cret",
          "JDK_JAVA_OPTIONS", "-Dpassword=s3cret",
          "ORACLE_HOME", "/oracle",
          "ORACLE_SID", "x",
          "MY_VAR", "mine");

  private final List<String> log = new ArrayList<>();

  private Map<String, String> variables(String more) {
    return ScriptEnvironment.of(Contexts.of("script", null, log), "script", WORKER, more)
        .variables();
  }

  @Test
  void workersSecrets_areLeftOut() {
    assertThat(variables(""))
        .containsEntry("PATH", "/bin")
        .containsEntry("LC_ALL", "C.UTF-8")
        .doesNotContainKeys("MY_VAR", "ORACLE_SID", "POWERJOB_JOB_PARAMS");
    assertThat(variables("").values()).noneMatch(value -> value.contains("s3cret"));
  }

  @Test
  void owner_mayAddMore() {
    assertThat(variables("my_var, ORACLE_*"))
        .containsEntry("MY_VAR", "mine")
        .containsEntry("ORACLE_SID", "x")
        .containsEntry("ORACLE_HOME", "/oracle");
  }

  @Test
  void eachRun_hasItsOwnMark() {
    assertThat(variables("").get(ScriptEnvironment.MARK))
        .isNotEqualTo(variables("").get(ScriptEnvironment.MARK));
  }

  @Test
  void parametersTooLongForAVariable_areCutAndThatIsLogged() {
    var context = Contexts.of(8L, "script", "x".repeat(50_000), log);

    var variables = ScriptEnvironment.of(context, "script", WORKER, "").variables();

    assertThat(variables.get("POWERJOB_INSTANCE_PARAMS")).hasSize(40_000);
    assertThat(variables).containsEntry("POWERJOB_WF_INSTANCE_ID", "8");
    assertThat(log)
        .containsExactly("[SYSTEM] POWERJOB_INSTANCE_PARAMS is cut to 40000 of 50000 characters");
  }
}
