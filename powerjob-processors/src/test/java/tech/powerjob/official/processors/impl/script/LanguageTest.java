package tech.powerjob.official.processors.impl.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tech.powerjob.official.processors.impl.Contexts;

/** Interpreters of Windows, stood in for by a script that shows how it was called. */
@EnabledOnOs(OS.LINUX)
class LanguageTest {
  @TempDir private Path folder;
  private final List<String> log = new ArrayList<>();

  private void program(String name) throws Exception {
    var file = Files.writeString(folder.resolve(name), "#!/bin/sh\necho \"$@\"\ncat \"$FILE\"\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private String path() {
    return "/nowhere" + File.pathSeparator + folder + File.pathSeparator + "/bin";
  }

  private String run(AbstractScriptProcessor processor, String script) throws Exception {
    var language = processor.language();
    var file = Files.writeString(folder.resolve("script"), language.withItsEndsOfLine(script));
    var context = Contexts.of(script, null, log);
    var environment =
        ScriptEnvironment.of(
            context, script, Map.of("PATH", path(), "FILE", file.toString()), "FILE");
    var command = language.command(language.interpreter(path()).orElseThrow(), file);
    var result = ScriptProcess.start(command, environment, language.charset(), context).result();
    assertThat(result.isSuccess()).isTrue();
    return result.getMsg().replace(folder.toString(), "DIR");
  }

  @Test
  void cmd_runsABatchFile() throws Exception {
    program("cmd.exe");

    assertThat(run(new CMDProcessor(), "dir\nexit 0\n"))
        .isEqualTo("[INPUT]: /c DIR/script\ndir\r\nexit 0\r\n;[ERROR]: ");
  }

  @Test
  void powerShell_runsAFile() throws Exception {
    program("pwsh");

    assertThat(run(new PowerShellProcessor(), "Get-Date"))
        .isEqualTo(
            "[INPUT]: -NoLogo -NoProfile -NonInteractive -ExecutionPolicy Bypass -File DIR/script\n"
                + "Get-Date\n;[ERROR]: ");
  }

  @Test
  void windowsOwnPowerShell_winsOverTheOther() throws Exception {
    program("pwsh");
    program("powershell.exe");

    assertThat(new PowerShellProcessor().language().interpreter(path()))
        .hasValue(folder.resolve("powershell.exe"));
  }

  @Test
  void python3_winsOverPython() throws Exception {
    program("python");
    assertThat(new PythonProcessor().language().interpreter(folder.toString()))
        .hasValue(folder.resolve("python"));

    program("python3");
    assertThat(new PythonProcessor().language().interpreter(folder.toString()))
        .hasValue(folder.resolve("python3"));
  }
}
