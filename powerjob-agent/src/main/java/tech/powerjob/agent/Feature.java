package tech.powerjob.agent;

import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.TypeConversionException;

/** Dangerous abilities of official processors, which are off unless the agent's owner says so. */
enum Feature {
  SHELL,
  PYTHON,
  CMD,
  POWERSHELL,
  FILE_CLEANUP,
  DYNAMIC_DATASOURCE,
  CONFIG_FILE;

  /** As on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The one of this name, in any case.
   *
   * @throws TypeConversionException naming those that there are
   */
  static Feature of(String name) {
    return Arrays.stream(values())
        .filter(each -> each.toString().equalsIgnoreCase(name.trim()))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'%s' is none of %s".formatted(name, Arrays.toString(values()))));
  }

  /** The switch of the processors. */
  String key() {
    return "powerjob.official-processor." + this + ".enable";
  }
}
