package tech.powerjob.official.processors.impl.script;

import java.util.List;
import java.util.Optional;

/** Runs its parameters as a script of {@code /bin/sh}. */
public class ShellProcessor extends AbstractScriptProcessor {
  private static final String SWITCH = "powerjob.official-processor.shell.enable";

  @Override
  protected Optional<String> switchKey() {
    return Optional.of(SWITCH);
  }

  @Override
  Language language() {
    return new Language(
        "shell", ".sh", IS_WINDOWS ? List.of() : List.of("/bin/sh"), List.of(), false);
  }
}
