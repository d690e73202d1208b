package tech.powerjob.official.processors.impl.script;

import java.util.List;
import java.util.Optional;

/** Runs its parameters as a script of PowerShell: Windows' own, or else {@code pwsh}. */
public class PowerShellProcessor extends AbstractScriptProcessor {
  private static final String SWITCH = "powerjob.official-processor.powershell.enable";

  /** By {@code -File} the exit code is the script's. */
  private static final List<String> OPTIONS =
      List.of("-NoLogo", "-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass", "-File");

  private static final List<String> NAMES = List.of("powershell.exe", "pwsh.exe", "pwsh");

  @Override
  protected Optional<String> switchKey() {
    return Optional.of(SWITCH);
  }

  @Override
  Language language() {
    return new Language("powershell", ".ps1", NAMES, OPTIONS, true);
  }
}
