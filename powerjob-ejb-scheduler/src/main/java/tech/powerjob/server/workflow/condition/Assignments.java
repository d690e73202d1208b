package tech.powerjob.server.workflow.condition;

import static tech.powerjob.server.workflow.condition.Translation.at;
import static tech.powerjob.server.workflow.condition.Translation.refuse;

import java.util.Set;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.DeclarationExpression;
import org.codehaus.groovy.ast.expr.EmptyExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.PostfixExpression;
import org.codehaus.groovy.ast.expr.PrefixExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.syntax.Token;

/** Translates what changes variables. */
final class Assignments {
  private static final Set<String> OPERATORS =
      Set.of("=", "+=", "-=", "*=", "/=", "%=", "**=", "?=", "&=", "|=", "^=");

  private final Translation translation;
  private final Expressions expressions;

  Assignments(Translation translation, Expressions expressions) {
    this.translation = translation;
    this.expressions = expressions;
  }

  boolean isAssignment(String operator) {
    return OPERATORS.contains(operator);
  }

  Code declaration(DeclarationExpression declaration) {
    if (!declaration.getAnnotations().isEmpty()) {
      throw refuse(declaration.getAnnotations().get(0), "an annotation");
    }
    if (declaration.isMultipleAssignmentDeclaration()) {
      throw refuse(declaration, "an assignment to several variables");
    }
    var variable = declaration.getVariableExpression();
    var type = Translation.type(declaration, variable.getOriginType());
    boolean empty = declaration.getRightExpression() instanceof EmptyExpression;
    // The value first: it does not see the variable.
    var value = expressions.translate(declaration.getRightExpression());
    if (translation.names().find(variable.getName()).isPresent()) {
      throw refuse(declaration, "a second variable " + variable.getName());
    }
    var declared = translation.names().declare(variable.getName(), type);
    return empty
        ? evaluation -> set(evaluation, declared, initial(type))
        : at(declaration, evaluation -> assign(evaluation, declared, value.run(evaluation)));
  }

  private static Object initial(Class<?> type) {
    if (!type.isPrimitive()) {
      return null;
    }
    return java.lang.reflect.Array.get(java.lang.reflect.Array.newInstance(type, 1), 0);
  }

  Code assignment(BinaryExpression assignment) {
    var operator = assignment.getOperation().getText();
    var value = expressions.translate(assignment.getRightExpression());
    if (operator.equals("=")) {
      var variable = target(assignment.getLeftExpression(), true);
      return at(assignment, evaluation -> assign(evaluation, variable, value.run(evaluation)));
    }
    var variable = target(assignment.getLeftExpression(), false);
    if (operator.equals("?=")) {
      return at(
          assignment,
          evaluation -> {
            var before = evaluation.get(variable.slot());
            return Values.truth(evaluation, before)
                ? before
                : assign(evaluation, variable, value.run(evaluation));
          });
    }
    var operation = Operators.BINARY.get(operator.substring(0, operator.length() - 1));
    return at(
        assignment,
        evaluation ->
            assign(
                evaluation,
                variable,
                operation.apply(
                    evaluation, evaluation.get(variable.slot()), value.run(evaluation))));
  }

  private Names.Variable target(Expression left, boolean mayBeNew) {
    if (!(left instanceof VariableExpression variable)) {
      throw refuse(left, "an assignment to anything but a variable (" + left.getText() + ")");
    }
    var name = variable.getName();
    if (name.equals(Script.CONTEXT)) {
      throw refuse(left, "an assignment to the context");
    }
    var found = translation.names().find(name);
    if (found.isEmpty() && !mayBeNew) {
      throw refuse(left, Kinds.unknown(name));
    }
    return found.orElseGet(() -> translation.names().declareForAll(name));
  }

  private static Object assign(Evaluation evaluation, Names.Variable variable, Object value) {
    return set(evaluation, variable, Types.cast(evaluation, variable.type(), value));
  }

  private static Object set(Evaluation evaluation, Names.Variable variable, Object value) {
    evaluation.set(variable.slot(), value);
    return value;
  }

  Code prefix(PrefixExpression expression) {
    return step(expression, expression.getExpression(), expression.getOperation(), true);
  }

  Code postfix(PostfixExpression expression) {
    return step(expression, expression.getExpression(), expression.getOperation(), false);
  }

  private Code step(ASTNode node, Expression of, Token operator, boolean changedValue) {
    var variable = target(of, false);
    var operation = Operators.BINARY.get(operator.getText().substring(1));
    return at(
        node,
        evaluation -> {
          var before = evaluation.get(variable.slot());
          var after = assign(evaluation, variable, operation.apply(evaluation, before, 1));
          return changedValue ? after : before;
        });
  }
}
