package tech.powerjob.official.processors.impl.script;

import java.util.List;
import java.util.Optional;

/** Runs its parameters as a script of Python: {@code python3}, or else {@code python}. */
public class PythonProcessor extends AbstractScriptProcessor {
  private static final String SWITCH = "powerjob.official-processor.python.enable";

  /** On Windows {@code python3.exe} may be a stub that opens the store. */
  private static final List<String> NAMES =
      IS_WINDOWS ? List.of("python.exe", "python3.exe") : List.of("python3", "python");

  @Override
  protected Optional<String> switchKey() {
    return Optional.of(SWITCH);
  }

  @Override
  Language language() {
    return new Language("python", ".py", NAMES, List.of(), false);
  }
}
