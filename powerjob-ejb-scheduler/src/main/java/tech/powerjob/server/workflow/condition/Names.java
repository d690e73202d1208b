package tech.powerjob.server.workflow.condition;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which variables a place in a script sees. */
final class Names {
  /**
   * A variable.
   *
   * @param type what is assigned to it is cast to this
   */
  record Variable(int slot, Class<?> type) {}

  private final Deque<Map<String, Variable>> scopes = new ArrayDeque<>();
  private int slots;

  Names() {
    scopes.push(new HashMap<>());
  }

  void open() {
    scopes.push(new HashMap<>());
  }

  void close() {
    scopes.pop();
  }

  Variable declare(String name, Class<?> type) {
    var variable = new Variable(slots++, type);
    scopes.peek().put(name, variable);
    return variable;
  }

  /** A variable that a script assigns to without having declared it is seen everywhere. */
  Variable declareForAll(String name) {
    var variable = new Variable(slots++, Object.class);
    scopes.peekLast().put(name, variable);
    return variable;
  }

  Optional<Variable> find(String name) {
    return scopes.stream()
        .filter(scope -> scope.containsKey(name))
        .findFirst()
        .map(scope -> scope.get(name));
  }

  int slots() {
    return slots;
  }
}
