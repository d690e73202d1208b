package tech.powerjob.server.workflow.condition;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;

/** What Groovy's {@code =~} gives: a search of a text for a pattern. Of one thread. */
final class Search {
  private final Matcher matcher;

  Search(Matcher matcher) {
    this.matcher = matcher;
  }

  boolean find(Evaluation evaluation) {
    evaluation.charge(5);
    return matcher.find();
  }

  boolean matches() {
    return matcher.matches();
  }

  String group(int group) {
    return matcher.group(group);
  }

  /** How many times the pattern is found. */
  int count(Evaluation evaluation) {
    matcher.reset();
    int count = 0;
    while (find(evaluation)) {
      count++;
    }
    matcher.reset();
    return count;
  }

  /** The text found by number, or a list of it and its groups if the pattern has groups. */
  Object found(Evaluation evaluation, int index) {
    int number = index < 0 ? count(evaluation) + index : index;
    matcher.reset();
    for (int i = 0; i <= number; i++) {
      if (!find(evaluation)) {
        throw new IndexOutOfBoundsException("index is out of range: " + index);
      }
    }
    if (number < 0) {
      throw new IndexOutOfBoundsException("index is out of range: " + index);
    }
    if (matcher.groupCount() == 0) {
      return matcher.group();
    }
    List<Object> groups = new ArrayList<>();
    for (int group = 0; group <= matcher.groupCount(); group++) {
      groups.add(matcher.group(group));
    }
    return Collections.unmodifiableList(groups);
  }
}
