package tech.powerjob.server.workflow.condition;

import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.ClassNode;

/** What the translation of statements and that of expressions share. Of one script and thread. */
final class Translation {
  private static final int MAX_DEPTH = 300;

  private final Names names = new Names();
  private final Expressions expressions = new Expressions(this);
  private final Statements statements = new Statements(this);
  private int depth;

  Names names() {
    return names;
  }

  Expressions expressions() {
    return expressions;
  }

  Statements statements() {
    return statements;
  }

  /** Around the translation of a part, so that nothing nests too deep for the stack. */
  void enter(ASTNode node) {
    depth++;
    if (depth > MAX_DEPTH) {
      throw refuse(node, "nested more than " + MAX_DEPTH + " deep");
    }
  }

  void leave() {
    depth--;
  }

  static Refusal refuse(ASTNode node, String construct) {
    return new Refusal(
        construct, Math.max(1, node.getLineNumber()), Math.max(1, node.getColumnNumber()));
  }

  /** The type that stands in the script. */
  static Class<?> type(ASTNode node, ClassNode type) {
    if (type.isArray()) {
      throw refuse(node, "an array");
    }
    return Types.find(type.getName()).orElseThrow(() -> refuse(node, "the type " + type.getName()));
  }

  /** Code that says where it stands when it fails, and counts. */
  static Code at(ASTNode node, Code code) {
    int line = node.getLineNumber();
    int column = node.getColumnNumber();
    return evaluation -> {
      evaluation.charge(5);
      try {
        return code.run(evaluation);
      } catch (ScriptFailure | LimitReached | Jump e) {
        throw e;
      } catch (RuntimeException e) {
        throw new ScriptFailure("line " + line + ", column " + column + ": " + reason(e), e);
      }
    };
  }

  private static String reason(RuntimeException failure) {
    return failure.getMessage() == null
        ? failure.getClass().getSimpleName()
        : failure.getMessage().lines().findFirst().orElse("");
  }
}
