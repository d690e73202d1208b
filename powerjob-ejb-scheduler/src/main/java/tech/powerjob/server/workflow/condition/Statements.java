package tech.powerjob.server.workflow.condition;

import static tech.powerjob.server.workflow.condition.Translation.at;
import static tech.powerjob.server.workflow.condition.Translation.refuse;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.codehaus.groovy.ast.expr.ClosureListExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.ast.stmt.AssertStatement;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.BreakStatement;
import org.codehaus.groovy.ast.stmt.CaseStatement;
import org.codehaus.groovy.ast.stmt.ContinueStatement;
import org.codehaus.groovy.ast.stmt.DoWhileStatement;
import org.codehaus.groovy.ast.stmt.EmptyStatement;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.ForStatement;
import org.codehaus.groovy.ast.stmt.IfStatement;
import org.codehaus.groovy.ast.stmt.ReturnStatement;
import org.codehaus.groovy.ast.stmt.Statement;
import org.codehaus.groovy.ast.stmt.SwitchStatement;
import org.codehaus.groovy.ast.stmt.ThrowStatement;
import org.codehaus.groovy.ast.stmt.TryCatchStatement;
import org.codehaus.groovy.ast.stmt.WhileStatement;

/** Translates statements. The value of a block is that of its last statement. */
final class Statements {
  private static final Code NOTHING = evaluation -> null;

  private final Translation translation;
  private final Failures failures;

  Statements(Translation translation) {
    this.translation = translation;
    this.failures = new Failures(translation, this);
  }

  /**
   * @throws Refusal for what a condition cannot have
   */
  Code translate(Statement statement) {
    if (statement.getStatementLabels() != null && !statement.getStatementLabels().isEmpty()) {
      throw refuse(statement, "a label");
    }
    translation.enter(statement);
    var code = statementOf(statement);
    translation.leave();
    return code;
  }

  private Code statementOf(Statement statement) {
    if (statement instanceof EmptyStatement) {
      return NOTHING;
    }
    if (statement instanceof BlockStatement block) {
      return block(block);
    }
    if (statement instanceof ExpressionStatement simple) {
      return expression(simple.getExpression());
    }
    if (statement instanceof ReturnStatement returning) {
      var value = expression(returning.getExpression());
      return evaluation -> {
        throw new Jump.Return(value.run(evaluation));
      };
    }
    if (statement instanceof IfStatement choice) {
      return choice(choice);
    }
    if (statement instanceof SwitchStatement choice) {
      return choice(choice);
    }
    if (statement instanceof TryCatchStatement trying) {
      return failures.attempt(trying);
    }
    if (statement instanceof ThrowStatement throwing) {
      return failures.failure(throwing);
    }
    if (statement instanceof AssertStatement assertion) {
      return failures.assertion(assertion);
    }
    return loop(statement);
  }

  private Code loop(Statement statement) {
    if (statement instanceof WhileStatement loop) {
      return whileLoop(expression(loop.getBooleanExpression()), body(loop.getLoopBlock()), NOTHING);
    }
    if (statement instanceof DoWhileStatement loop) {
      var body = body(loop.getLoopBlock());
      var rest = whileLoop(expression(loop.getBooleanExpression()), body, NOTHING);
      return evaluation -> goesOn(evaluation, body) ? rest.run(evaluation) : null;
    }
    if (statement instanceof ForStatement loop) {
      return forLoop(loop);
    }
    if (isBreak(statement)) {
      return evaluation -> {
        throw new Jump.Break(null);
      };
    }
    if (statement instanceof ContinueStatement jump && jump.getLabel() == null) {
      return evaluation -> {
        throw new Jump.Continue();
      };
    }
    throw refuse(statement, Kinds.nameOf(statement));
  }

  Code expression(Expression expression) {
    return translation.expressions().translate(expression);
  }

  /** A statement that sees variables of its own. */
  Code body(Statement statement) {
    translation.names().open();
    var code = translate(statement);
    translation.names().close();
    return code;
  }

  private Code block(BlockStatement block) {
    translation.names().open();
    var codes = block.getStatements().stream().map(this::translate).toArray(Code[]::new);
    translation.names().close();
    return sequence(codes);
  }

  private static Code sequence(Code... codes) {
    return evaluation -> {
      Object value = null;
      for (var code : codes) {
        evaluation.charge(5);
        value = code.run(evaluation);
      }
      return value;
    };
  }

  private Code choice(IfStatement choice) {
    var condition = expression(choice.getBooleanExpression());
    var yes = body(choice.getIfBlock());
    var no = body(choice.getElseBlock());
    return evaluation ->
        Values.truth(evaluation, condition.run(evaluation))
            ? yes.run(evaluation)
            : no.run(evaluation);
  }

  private Code choice(SwitchStatement choice) {
    var value = expression(choice.getExpression());
    List<Code> cases = new ArrayList<>();
    List<Code> bodies = new ArrayList<>();
    for (CaseStatement each : choice.getCaseStatements()) {
      cases.add(caseOf(each.getExpression()));
      bodies.add(caseBody(each.getCode()));
    }
    bodies.add(caseBody(choice.getDefaultStatement()));
    return at(
        choice,
        evaluation -> {
          var wanted = value.run(evaluation);
          int first = 0;
          while (first < cases.size()
              && !Operators.contains(evaluation, cases.get(first).run(evaluation), wanted)) {
            first++;
          }
          return fallThrough(evaluation, bodies.subList(first, bodies.size()));
        });
  }

  /** Leaves by a jump that carries the value of the statement before the {@code break}. */
  private Code caseBody(Statement body) {
    if (!(body instanceof BlockStatement block)
        || block.isEmpty()
        || !isBreak(block.getStatements().get(block.getStatements().size() - 1))) {
      return body(body);
    }
    var statements = block.getStatements();
    var before =
        body(
            new BlockStatement(
                statements.subList(0, statements.size() - 1), block.getVariableScope()));
    return evaluation -> {
      throw new Jump.Break(before.run(evaluation));
    };
  }

  private static boolean isBreak(Statement statement) {
    return statement instanceof BreakStatement jump && jump.getLabel() == null;
  }

  private Code caseOf(Expression expression) {
    if (expression instanceof VariableExpression variable
        && translation.names().find(variable.getName()).isEmpty()) {
      var type = Types.find(variable.getName());
      if (type.isPresent()) {
        return evaluation -> type.get();
      }
    }
    return expression(expression);
  }

  private static Object fallThrough(Evaluation evaluation, List<Code> bodies) {
    Object value = null;
    try {
      for (var body : bodies) {
        value = body.run(evaluation);
      }
      return value;
    } catch (Jump.Break left) {
      return left.value();
    }
  }

  private Code whileLoop(Code condition, Code body, Code after) {
    return evaluation -> {
      while (Values.truth(evaluation, condition.run(evaluation))) {
        if (!goesOn(evaluation, body)) {
          break;
        }
        after.run(evaluation);
      }
      return null;
    };
  }

  private static boolean goesOn(Evaluation evaluation, Code body) {
    evaluation.charge(20);
    try {
      body.run(evaluation);
      return true;
    } catch (Jump.Continue next) {
      return true;
    } catch (Jump.Break left) {
      return false;
    }
  }

  private Code forLoop(ForStatement loop) {
    translation.names().open();
    var code =
        loop.getCollectionExpression() instanceof ClosureListExpression parts
            ? countingLoop(parts, loop.getLoopBlock())
            : eachLoop(loop);
    translation.names().close();
    return code;
  }

  private Code countingLoop(ClosureListExpression parts, Statement block) {
    if (parts.getExpressions().size() != 3) {
      throw refuse(parts, "a loop with several counters");
    }
    var first = expression(parts.getExpression(0));
    var condition = expression(parts.getExpression(1));
    var next = expression(parts.getExpression(2));
    boolean endless =
        parts.getExpression(1) instanceof org.codehaus.groovy.ast.expr.EmptyExpression;
    return sequence(first, whileLoop(endless ? evaluation -> true : condition, body(block), next));
  }

  private Code eachLoop(ForStatement loop) {
    var collection = expression(loop.getCollectionExpression());
    var type = Translation.type(loop, loop.getVariableType());
    var variable = translation.names().declare(loop.getVariable().getName(), type);
    var body = body(loop.getLoopBlock());
    return at(
        loop,
        evaluation -> {
          for (var each : elements(evaluation, collection.run(evaluation))) {
            evaluation.set(variable.slot(), Types.cast(evaluation, type, each));
            if (!goesOn(evaluation, body)) {
              break;
            }
          }
          return null;
        });
  }

  private static List<?> elements(Evaluation evaluation, Object collection) {
    if (collection instanceof List<?> list) {
      return list;
    }
    if (collection instanceof Map<?, ?> map) {
      return MapMethods.entries(evaluation, map);
    }
    if (collection instanceof String text) {
      return (List<?>) Types.coerce(evaluation, List.class, text);
    }
    return collection == null ? List.of() : List.of(collection);
  }
}
