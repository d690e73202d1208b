package tech.powerjob.server.workflow.condition;

import static tech.powerjob.server.workflow.condition.Translation.at;
import static tech.powerjob.server.workflow.condition.Translation.refuse;

import groovy.lang.IntRange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.BitwiseNegationExpression;
import org.codehaus.groovy.ast.expr.BooleanExpression;
import org.codehaus.groovy.ast.expr.CastExpression;
import org.codehaus.groovy.ast.expr.ClassExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.ConstructorCallExpression;
import org.codehaus.groovy.ast.expr.DeclarationExpression;
import org.codehaus.groovy.ast.expr.ElvisOperatorExpression;
import org.codehaus.groovy.ast.expr.EmptyExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.GStringExpression;
import org.codehaus.groovy.ast.expr.ListExpression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.NotExpression;
import org.codehaus.groovy.ast.expr.PostfixExpression;
import org.codehaus.groovy.ast.expr.PrefixExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.RangeExpression;
import org.codehaus.groovy.ast.expr.TernaryExpression;
import org.codehaus.groovy.ast.expr.UnaryMinusExpression;
import org.codehaus.groovy.ast.expr.UnaryPlusExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;

/** Translates expressions. The kinds that stand here are those that a condition can have. */
final class Expressions {
  private static final int MAX_RANGE = 1_000_000;

  /** Kinds of expressions, by the exact class: what extends one of them is another kind. */
  private final Map<Class<? extends Expression>, Translator> kinds = new LinkedHashMap<>();

  private final Translation translation;
  private final Calls calls;
  private final Assignments assignments;

  @FunctionalInterface
  private interface Translator {
    Code translate(Expression expression);
  }

  @FunctionalInterface
  private interface TypedTranslator<E extends Expression> {
    Code translate(E expression);
  }

  Expressions(Translation translation) {
    this.translation = translation;
    this.calls = new Calls(translation, this);
    this.assignments = new Assignments(translation, this);
    kind(ConstantExpression.class, this::constant);
    kind(VariableExpression.class, this::variable);
    kind(PropertyExpression.class, this::property);
    kind(MethodCallExpression.class, calls::method);
    kind(ConstructorCallExpression.class, calls::constructor);
    kind(DeclarationExpression.class, assignments::declaration);
    kind(BinaryExpression.class, this::binary);
    kind(BooleanExpression.class, this::truth);
    kind(NotExpression.class, this::not);
    kind(TernaryExpression.class, this::ternary);
    kind(ElvisOperatorExpression.class, this::elvis);
    kind(UnaryMinusExpression.class, this::minus);
    kind(UnaryPlusExpression.class, e -> translate(e.getExpression()));
    kind(BitwiseNegationExpression.class, this::pattern);
    kind(PrefixExpression.class, assignments::prefix);
    kind(PostfixExpression.class, assignments::postfix);
    kind(CastExpression.class, this::cast);
    kind(GStringExpression.class, this::template);
    kind(ListExpression.class, this::list);
    kind(MapExpression.class, this::map);
    kind(RangeExpression.class, this::range);
    kind(ClassExpression.class, this::type);
  }

  private <E extends Expression> void kind(Class<E> type, TypedTranslator<E> translator) {
    kinds.put(type, expression -> translator.translate(type.cast(expression)));
  }

  /**
   * @throws Refusal for what a condition cannot have
   */
  Code translate(Expression expression) {
    if (expression instanceof EmptyExpression) {
      return evaluation -> null;
    }
    var translator = kinds.get(expression.getClass());
    if (translator == null) {
      throw refuse(expression, Kinds.nameOf(expression));
    }
    translation.enter(expression);
    var code = translator.translate(expression);
    translation.leave();
    return code;
  }

  List<Code> translate(List<Expression> expressions) {
    return expressions.stream().map(this::translate).toList();
  }

  private Code constant(ConstantExpression expression) {
    var value = expression.getValue();
    if (value != null && !Values.isScalar(value)) {
      throw refuse(expression, Kinds.nameOf(expression));
    }
    if (value instanceof Number number) {
      return at(expression, evaluation -> evaluation.made(number));
    }
    return evaluation -> value;
  }

  private Code variable(VariableExpression expression) {
    var name = expression.getName();
    var variable =
        translation.names().find(name).orElseThrow(() -> refuse(expression, Kinds.unknown(name)));
    int slot = variable.slot();
    return evaluation -> evaluation.get(slot);
  }

  private Code property(PropertyExpression expression) {
    var type = calls.typeName(expression.getObjectExpression());
    if (type != null) {
      var value = StaticMethods.constant(type, expression.getPropertyAsString());
      return value
          .<Code>map(found -> evaluation -> found)
          .orElseThrow(
              () ->
                  refuse(expression, "the field " + type + "." + expression.getPropertyAsString()));
    }
    if (calls.isForeignType(expression)) {
      throw refuse(expression, "the class " + expression.getText());
    }
    var object = translate(expression.getObjectExpression());
    var name = translate(expression.getProperty());
    if (Kinds.isReflection(expression.getPropertyAsString())) {
      throw refuse(expression.getProperty(), "the property " + expression.getPropertyAsString());
    }
    boolean safe = expression.isSafe();
    boolean spread = expression.isSpreadSafe();
    return at(
        expression,
        evaluation -> {
          var self = object.run(evaluation);
          if (safe && self == null) {
            return null;
          }
          var key = Values.text(evaluation, name.run(evaluation));
          return spread
              ? ListMethods.map(
                  evaluation,
                  ListMethods.list(self),
                  each -> each == null ? null : Methods.property(evaluation, each, key))
              : Methods.property(evaluation, self, key);
        });
  }

  private Code binary(BinaryExpression expression) {
    var operator = expression.getOperation().getText();
    if (assignments.isAssignment(operator)) {
      return assignments.assignment(expression);
    }
    if (operator.equals("instanceof") || operator.equals("!instanceof")) {
      return instance(expression, operator.equals("instanceof"));
    }
    var left = translate(expression.getLeftExpression());
    var right = translate(expression.getRightExpression());
    if (operator.equals("&&")) {
      return evaluation ->
          Values.truth(evaluation, left.run(evaluation))
              && Values.truth(evaluation, right.run(evaluation));
    }
    if (operator.equals("||")) {
      return evaluation ->
          Values.truth(evaluation, left.run(evaluation))
              || Values.truth(evaluation, right.run(evaluation));
    }
    if (operator.endsWith("~")) {
      checkPattern(expression.getRightExpression());
    }
    var operation = Operators.BINARY.get(operator);
    if (operation == null) {
      throw refuse(expression, "the operator " + operator);
    }
    boolean safe = expression.isSafe();
    return at(
        expression,
        evaluation -> {
          var first = left.run(evaluation);
          return safe && first == null
              ? null
              : operation.apply(evaluation, first, right.run(evaluation));
        });
  }

  /** A pattern that stands in the script is looked at when the script is saved. */
  static void checkPattern(Expression pattern) {
    if (pattern instanceof ConstantExpression constant && constant.getValue() instanceof String s) {
      try {
        Regex.check(s);
      } catch (IllegalArgumentException e) {
        throw refuse(pattern, e.getMessage());
      }
    }
  }

  private Code instance(BinaryExpression expression, boolean wanted) {
    var value = translate(expression.getLeftExpression());
    var type = Translation.type(expression, expression.getRightExpression().getType());
    return at(expression, evaluation -> Types.isInstance(type, value.run(evaluation)) == wanted);
  }

  private Code truth(BooleanExpression expression) {
    var value = translate(expression.getExpression());
    return evaluation -> Values.truth(evaluation, value.run(evaluation));
  }

  private Code not(NotExpression expression) {
    var value = translate(expression.getExpression());
    return evaluation -> !Values.truth(evaluation, value.run(evaluation));
  }

  private Code ternary(TernaryExpression expression) {
    var condition = translate(expression.getBooleanExpression());
    var yes = translate(expression.getTrueExpression());
    var no = translate(expression.getFalseExpression());
    return evaluation ->
        Values.truth(evaluation, condition.run(evaluation))
            ? yes.run(evaluation)
            : no.run(evaluation);
  }

  private Code elvis(ElvisOperatorExpression expression) {
    var value = translate(expression.getTrueExpression());
    var otherwise = translate(expression.getFalseExpression());
    return evaluation -> {
      var first = value.run(evaluation);
      return Values.truth(evaluation, first) ? first : otherwise.run(evaluation);
    };
  }

  private Code minus(UnaryMinusExpression expression) {
    var value = translate(expression.getExpression());
    return at(expression, evaluation -> Operators.negate(evaluation, value.run(evaluation)));
  }

  private Code pattern(BitwiseNegationExpression expression) {
    checkPattern(expression.getExpression());
    var pattern = translate(expression.getExpression());
    return at(expression, evaluation -> Regex.compile(evaluation, pattern.run(evaluation)));
  }

  private Code cast(CastExpression expression) {
    var type = Translation.type(expression, expression.getType());
    var value = translate(expression.getExpression());
    return expression.isCoerce()
        ? at(expression, evaluation -> Types.coerce(evaluation, type, value.run(evaluation)))
        : at(expression, evaluation -> Types.cast(evaluation, type, value.run(evaluation)));
  }

  private Code template(GStringExpression expression) {
    var texts = expression.getStrings();
    var values = translate(expression.getValues());
    return at(
        expression,
        evaluation -> {
          var text = new StringBuilder();
          for (int i = 0; i < Math.max(texts.size(), values.size()); i++) {
            text.append(i < texts.size() ? texts.get(i).getText() : "");
            text.append(
                i < values.size() ? Values.text(evaluation, values.get(i).run(evaluation)) : "");
            evaluation.willMakeText(text.length());
          }
          return text.toString();
        });
  }

  private Code list(ListExpression expression) {
    var elements = translate(expression.getExpressions());
    return at(
        expression,
        evaluation -> {
          var list = new ArrayList<Object>(elements.size());
          for (var element : elements) {
            list.add(element.run(evaluation));
          }
          return evaluation.made(Collections.unmodifiableList(list));
        });
  }

  private Code map(MapExpression expression) {
    var keys = new ArrayList<Code>();
    var values = new ArrayList<Code>();
    for (var entry : expression.getMapEntryExpressions()) {
      keys.add(translate(entry.getKeyExpression()));
      values.add(translate(entry.getValueExpression()));
    }
    return at(
        expression,
        evaluation -> {
          var map = new LinkedHashMap<Object, Object>();
          for (int i = 0; i < keys.size(); i++) {
            var key = keys.get(i).run(evaluation);
            if (!Values.isScalar(key)) {
              throw new IllegalArgumentException(Values.kind(key) + " cannot be a key");
            }
            map.put(key, values.get(i).run(evaluation));
          }
          evaluation.willMakeList(map.size());
          return Collections.unmodifiableMap(map);
        });
  }

  private Code range(RangeExpression expression) {
    if (expression.isExclusiveLeft()) {
      throw refuse(expression, "a range without its first number");
    }
    var from = translate(expression.getFrom());
    var to = translate(expression.getTo());
    boolean inclusive = !expression.isExclusiveRight();
    return at(
        expression,
        evaluation -> {
          int first = MethodTable.number(from.run(evaluation));
          int last = MethodTable.number(to.run(evaluation));
          if (Math.abs((long) first - last) > MAX_RANGE) {
            throw new LimitReached("a range of more than " + MAX_RANGE + " numbers");
          }
          return new IntRange(inclusive, first, last);
        });
  }

  private Code type(ClassExpression expression) {
    var type = Translation.type((ASTNode) expression, expression.getType());
    return evaluation -> type;
  }
}
