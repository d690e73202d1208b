package tech.powerjob.official.processors.impl.script;

import java.util.List;
import java.util.Optional;

/** Runs its parameters as a batch file of Windows. */
public class CMDProcessor extends AbstractScriptProcessor {
  private static final String SWITCH = "powerjob.official-processor.cmd.enable";

  @Override
  protected Optional<String> switchKey() {
    return Optional.of(SWITCH);
  }

  @Override
  Language language() {
    return new Language("cmd", ".bat", List.of("cmd.exe"), List.of("/c"), true);
  }
}
