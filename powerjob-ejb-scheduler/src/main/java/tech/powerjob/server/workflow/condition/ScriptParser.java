package tech.powerjob.server.workflow.condition;

import static tech.powerjob.server.workflow.condition.Translation.refuse;

import org.codehaus.groovy.ast.ImportNode;
import org.codehaus.groovy.ast.ModuleNode;
import org.codehaus.groovy.control.CompilationFailedException;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.control.ErrorCollector;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.control.messages.SyntaxErrorMessage;

/**
 * Reads scripts with Groovy's parser. The source is only ever converted to a syntax tree: there is
 * no compilation unit, which would run transformations such as {@code @Grab}, and no class loader.
 */
final class ScriptParser {
  /** Longest script, in characters. */
  static final int MAX_LENGTH = 10_000;

  private static final int MAX_BRACKETS = 60;

  private ScriptParser() {}

  /**
   * @throws Refusal if the script has an error, or something that conditions cannot have
   */
  static Script parse(String text) {
    checkSize(text);
    var module = tree(text);
    checkDeclarations(module);
    var translation = new Translation();
    translation.names().declare(Script.CONTEXT, Object.class);
    var body = translation.statements().translate(module.getStatementBlock());
    return new Script(body, translation.names().slots());
  }

  /** Before the parser, whose stack is as deep as brackets are. */
  private static void checkSize(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new Refusal(
          "a script of " + text.length() + " characters is longer than " + MAX_LENGTH, 1, 1);
    }
    int depth = 0;
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        line++;
        lineStart = i + 1;
      } else if ("([{".indexOf(c) >= 0) {
        depth++;
      } else if (")]}".indexOf(c) >= 0) {
        depth = Math.max(0, depth - 1);
      }
      if (depth > MAX_BRACKETS) {
        throw new Refusal("more than " + MAX_BRACKETS + " open brackets", line, i - lineStart + 1);
      }
    }
  }

  private static ModuleNode tree(String text) {
    var configuration = new CompilerConfiguration();
    var source =
        new SourceUnit("condition", text, configuration, null, new ErrorCollector(configuration));
    try {
      source.parse();
      source.completePhase();
      source.nextPhase();
      source.convert();
      return source.getAST();
    } catch (MultipleCompilationErrorsException e) {
      throw syntaxError(e);
    } catch (CompilationFailedException e) {
      throw new Refusal(
          e.getCause() instanceof StackOverflowError
              ? "nested too deep"
              : "something that the parser cannot read",
          1,
          1);
    } catch (StackOverflowError e) {
      throw new Refusal("nested too deep", 1, 1);
    }
  }

  private static Refusal syntaxError(MultipleCompilationErrorsException failure) {
    for (var message : failure.getErrorCollector().getErrors()) {
      if (message instanceof SyntaxErrorMessage syntax) {
        var cause = syntax.getCause();
        return new Refusal(
            cause.getOriginalMessage(), cause.getStartLine(), cause.getStartColumn());
      }
    }
    return new Refusal("the script cannot be read", 1, 1);
  }

  private static void checkDeclarations(ModuleNode module) {
    if (module.hasPackage()) {
      throw refuse(module.getPackage(), "a package");
    }
    module.getImports().forEach(ScriptParser::checkImport);
    module.getStarImports().forEach(ScriptParser::checkImport);
    module.getStaticImports().values().forEach(ScriptParser::refuseStatic);
    module.getStaticStarImports().values().forEach(ScriptParser::refuseStatic);
    for (var method : module.getMethods()) {
      throw refuse(method, "the declaration of a method, " + method.getName());
    }
    for (var type : module.getClasses()) {
      if (!type.isScript()) {
        throw refuse(type, "the declaration of a class, " + type.getName());
      }
    }
  }

  private static void checkImport(ImportNode node) {
    if (!node.getAnnotations().isEmpty()) {
      throw refuse(node.getAnnotations().get(0), "an annotation");
    }
    boolean allowed =
        node.isStar()
            ? Types.importablePackage(node.getPackageName())
            : Types.importable(node.getClassName())
                && Types.simple(node.getClassName()).equals(node.getAlias());
    if (!allowed) {
      throw refuse(node, "the " + node.getText().strip());
    }
  }

  private static void refuseStatic(ImportNode node) {
    throw refuse(node, "the " + node.getText().strip());
  }
}
