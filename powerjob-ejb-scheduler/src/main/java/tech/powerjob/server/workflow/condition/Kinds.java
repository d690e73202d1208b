package tech.powerjob.server.workflow.condition;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.codehaus.groovy.ast.ASTNode;

/** What to call a construct that is refused. */
final class Kinds {
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("ClosureExpression", "a closure that is not the argument of a method"),
          Map.entry("LambdaExpression", "a lambda that is not the argument of a method"),
          Map.entry("ClosureListExpression", "a list of expressions"),
          Map.entry("AttributeExpression", "the direct access to a field (.@)"),
          Map.entry("MethodPointerExpression", "a method pointer (.&)"),
          Map.entry("MethodReferenceExpression", "a method reference (::)"),
          Map.entry("ArrayExpression", "an array"),
          Map.entry("SpreadExpression", "a spread argument (*)"),
          Map.entry("SpreadMapExpression", "a spread map (*:)"),
          Map.entry("NamedArgumentListExpression", "named arguments"),
          Map.entry("TupleExpression", "an assignment to several variables"),
          Map.entry("SynchronizedStatement", "synchronized"));

  private static final Set<String> REFLECTION =
      Set.of("class", "metaClass", "classLoader", "properties", "methods", "constructors");

  private Kinds() {}

  static String nameOf(ASTNode node) {
    var type = node.getClass().getSimpleName();
    var plain =
        type.replaceAll("(Expression|Statement)$", "").replaceAll("([a-z])([A-Z])", "$1 $2");
    return NAMES.getOrDefault(type, "the construct " + plain.toLowerCase(Locale.ROOT));
  }

  /** A name that is no variable's. */
  static String unknown(String name) {
    if (name.equals("this") || name.equals("super")) {
      return name;
    }
    return Character.isUpperCase(name.charAt(0))
        ? "the class " + name
        : "the variable " + name + ", which nothing was assigned to";
  }

  /** Whether a property of this name leads away from values, to classes. */
  static boolean isReflection(String name) {
    return name != null && REFLECTION.contains(name);
  }
}
