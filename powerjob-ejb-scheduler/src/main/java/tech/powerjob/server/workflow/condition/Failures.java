package tech.powerjob.server.workflow.condition;

import static tech.powerjob.server.workflow.condition.Translation.at;
import static tech.powerjob.server.workflow.condition.Translation.refuse;

import java.util.ArrayList;
import java.util.List;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.ConstructorCallExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.stmt.AssertStatement;
import org.codehaus.groovy.ast.stmt.CatchStatement;
import org.codehaus.groovy.ast.stmt.EmptyStatement;
import org.codehaus.groovy.ast.stmt.ThrowStatement;
import org.codehaus.groovy.ast.stmt.TryCatchStatement;

/** Translates {@code try}, {@code throw} and {@code assert}. */
final class Failures {
  private record Handler(Class<?> type, int slot, Code body) {}

  private final Translation translation;
  private final Statements statements;

  Failures(Translation translation, Statements statements) {
    this.translation = translation;
    this.statements = statements;
  }

  Code attempt(TryCatchStatement trying) {
    if (!trying.getResourceStatements().isEmpty()) {
      throw refuse(trying, "try with resources");
    }
    var body = statements.body(trying.getTryStatement());
    List<Handler> handlers = new ArrayList<>();
    trying.getCatchStatements().forEach(each -> handlers.add(handler(each)));
    var last = statements.body(trying.getFinallyStatement());
    boolean hasLast = !(trying.getFinallyStatement() instanceof EmptyStatement);
    Code caught = evaluation -> caught(evaluation, body, handlers);
    return hasLast ? evaluation -> withLast(evaluation, caught, last) : caught;
  }

  private Handler handler(CatchStatement statement) {
    var name = statement.getExceptionType().getName();
    var type = Types.failure(name).orElseThrow(() -> refuse(statement, "the exception " + name));
    translation.names().open();
    var variable = translation.names().declare(statement.getVariable().getName(), Object.class);
    var body = statements.body(statement.getCode());
    translation.names().close();
    return new Handler(type, variable.slot(), body);
  }

  private static Object caught(Evaluation evaluation, Code body, List<Handler> handlers) {
    try {
      return body.run(evaluation);
    } catch (ScriptFailure failure) {
      evaluation.charge(20);
      for (var handler : handlers) {
        if (handler.type().isInstance(failure.getCause())) {
          evaluation.set(handler.slot(), valueOf(failure.getCause()));
          return handler.body().run(evaluation);
        }
      }
      throw failure;
    }
  }

  private static Caught valueOf(RuntimeException cause) {
    return new Caught(cause.getClass().getName(), cause.getMessage());
  }

  /** Not by Java's {@code finally}: at a limit nothing of the script runs any more. */
  private static Object withLast(Evaluation evaluation, Code body, Code last) {
    Object value;
    try {
      value = body.run(evaluation);
    } catch (ScriptFailure | Jump e) {
      last.run(evaluation);
      throw e;
    }
    last.run(evaluation);
    return value;
  }

  Code failure(ThrowStatement throwing) {
    if (!(throwing.getExpression() instanceof ConstructorCallExpression call)
        || Types.failure(call.getType().getName()).isEmpty()) {
      throw refuse(throwing, "throw of anything but a new exception of the usual kinds");
    }
    var arguments = ((TupleExpression) call.getArguments()).getExpressions();
    if (arguments.size() > 1) {
      throw refuse(throwing, "an exception with more than a message");
    }
    var message =
        statements.expression(arguments.isEmpty() ? ConstantExpression.NULL : arguments.get(0));
    var name = Types.simple(call.getType().getName());
    return at(
        throwing,
        evaluation -> {
          throw exception(name, Values.text(evaluation, message.run(evaluation)));
        });
  }

  private static RuntimeException exception(String name, String message) {
    switch (name) {
      case "IllegalArgumentException":
        return new IllegalArgumentException(message);
      case "IllegalStateException":
        return new IllegalStateException(message);
      case "NumberFormatException":
        return new NumberFormatException(message);
      case "NullPointerException":
        return new NullPointerException(message);
      case "ArithmeticException":
        return new ArithmeticException(message);
      case "ClassCastException":
        return new ClassCastException(message);
      case "IndexOutOfBoundsException":
        return new IndexOutOfBoundsException(message);
      default:
        return new RuntimeException(message);
    }
  }

  Code assertion(AssertStatement assertion) {
    var condition = statements.expression(assertion.getBooleanExpression());
    return at(
        assertion,
        evaluation -> {
          if (!Values.truth(evaluation, condition.run(evaluation))) {
            throw new IllegalStateException("the assertion does not hold");
          }
          return null;
        });
  }
}
