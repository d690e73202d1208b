package tech.powerjob.server.workflow.condition;

import static tech.powerjob.server.workflow.condition.Translation.at;
import static tech.powerjob.server.workflow.condition.Translation.refuse;

import java.util.List;
import java.util.Set;
import org.codehaus.groovy.ast.Parameter;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.ConstructorCallExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;

/** Translates calls of methods and constructors. */
final class Calls {
  private static final Set<String> PRINTS = Set.of("println", "print");
  private static final Set<String> WITH_PATTERN =
      Set.of("matches", "split", "replaceAll", "replaceFirst");

  private final Translation translation;
  private final Expressions expressions;

  Calls(Translation translation, Expressions expressions) {
    this.translation = translation;
    this.expressions = expressions;
  }

  Code method(MethodCallExpression call) {
    var name = call.getMethodAsString();
    if (name == null) {
      throw refuse(call, "a method with a name that is made while the script runs");
    }
    if (call.isImplicitThis()) {
      return unqualified(call, name);
    }
    var type = typeName(call.getObjectExpression());
    if (type != null) {
      return onType(call, type, name);
    }
    if (isForeignType(call.getObjectExpression())) {
      throw refuse(call.getObjectExpression(), "the class " + call.getObjectExpression().getText());
    }
    return onValue(call, name);
  }

  /** What a script prints is for nobody, so it is reckoned and dropped. */
  private Code unqualified(MethodCallExpression call, String name) {
    if (!PRINTS.contains(name)) {
      throw refuse(call, "the method " + name);
    }
    var arguments = arguments(call.getArguments());
    return at(
        call,
        evaluation -> {
          values(evaluation, arguments);
          return null;
        });
  }

  private Code onType(MethodCallExpression call, String type, String name) {
    var arguments = arguments(call.getArguments());
    var method =
        StaticMethods.find(type, name, arguments.size())
            .orElseThrow(() -> refuse(call, "the method " + type + "." + name));
    return at(call, evaluation -> method.call(evaluation, null, values(evaluation, arguments)));
  }

  private Code onValue(MethodCallExpression call, String name) {
    var object = expressions.translate(call.getObjectExpression());
    if (!Methods.knows(name)) {
      throw refuse(call.getMethod(), "the method " + name);
    }
    var arguments = arguments(call.getArguments());
    if (WITH_PATTERN.contains(name)) {
      Expressions.checkPattern(
          ((TupleExpression) call.getArguments())
              .getExpressions().stream().findFirst().orElse(call));
    }
    boolean safe = call.isSafe();
    boolean spread = call.isSpreadSafe();
    return at(
        call,
        evaluation -> {
          var self = object.run(evaluation);
          if (safe && self == null) {
            return null;
          }
          var given = values(evaluation, arguments);
          return spread
              ? ListMethods.map(
                  evaluation,
                  ListMethods.list(self),
                  each -> each == null ? null : Methods.call(evaluation, each, name, given))
              : Methods.call(evaluation, self, name, given);
        });
  }

  Code constructor(ConstructorCallExpression call) {
    var name = call.getType().getName();
    var given = (TupleExpression) call.getArguments();
    var method =
        StaticMethods.constructor(Types.simple(name), given.getExpressions().size())
            .orElseThrow(() -> refuse(call, "new " + name));
    var arguments = arguments(given);
    return at(call, evaluation -> method.call(evaluation, null, values(evaluation, arguments)));
  }

  private List<Code> arguments(Expression arguments) {
    if (!(arguments instanceof TupleExpression tuple)) {
      throw refuse(arguments, Kinds.nameOf(arguments));
    }
    return tuple.getExpressions().stream()
        .map(
            each ->
                each instanceof ClosureExpression closure
                    ? lambda(closure)
                    : expressions.translate(each))
        .toList();
  }

  private static Object[] values(Evaluation evaluation, List<Code> arguments) {
    var values = new Object[arguments.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = arguments.get(i).run(evaluation);
    }
    return values;
  }

  private Code lambda(ClosureExpression closure) {
    translation.names().open();
    var lambda = new Lambda(parameters(closure), translation.statements().body(closure.getCode()));
    translation.names().close();
    return evaluation -> lambda;
  }

  private int[] parameters(ClosureExpression closure) {
    if (closure.getParameters() == null) {
      return new int[0];
    }
    if (closure.getParameters().length == 0) {
      return new int[] {translation.names().declare("it", Object.class).slot()};
    }
    var slots = new int[closure.getParameters().length];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = parameter(closure.getParameters()[i]);
    }
    return slots;
  }

  private int parameter(Parameter parameter) {
    if (parameter.hasInitialExpression()) {
      throw refuse(parameter, "a parameter with a default");
    }
    Translation.type(parameter, parameter.getType());
    return translation.names().declare(parameter.getName(), Object.class).slot();
  }

  /** The simple name of the type that the expression names, if it is one that has methods. */
  String typeName(Expression expression) {
    var name = dotted(expression);
    if (name == null) {
      return null;
    }
    var simple = Types.simple(name);
    return simple.indexOf('.') < 0 && StaticMethods.knows(simple) ? simple : null;
  }

  /** Whether it looks like the full name of a class, such as {@code java.lang.Runtime}. */
  boolean isForeignType(Expression expression) {
    var name = dotted(expression);
    return name != null
        && name.chars().anyMatch(Character::isUpperCase)
        && expression instanceof PropertyExpression property
        && typeName(property.getObjectExpression()) == null;
  }

  /** Names with dots between them of which the first is no variable's. */
  private String dotted(Expression expression) {
    if (expression instanceof VariableExpression variable) {
      return translation.names().find(variable.getName()).isPresent() || variable.isThisExpression()
          ? null
          : variable.getName();
    }
    if (expression instanceof PropertyExpression property
        && property.getProperty() instanceof ConstantExpression) {
      var before = dotted(property.getObjectExpression());
      return before == null ? null : before + "." + property.getPropertyAsString();
    }
    return null;
  }
}
