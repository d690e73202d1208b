package tech.powerjob.server.workflow.condition;

/**
 * A script has something in it that conditions cannot have.
 *
 * <p>Line and column count from 1 and say where it begins.
 */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String construct;
  private final int line;
  private final int column;

  /**
   * @param construct what it is and why not, as the end of a sentence that begins with the place
   */
  Refusal(String construct, int line, int column) {
    super("line " + line + ", column " + column + ": " + construct);
    this.construct = construct;
    this.line = line;
    this.column = column;
  }

  String construct() {
    return construct;
  }

  int line() {
    return line;
  }

  int column() {
    return column;
  }
}
