package tech.powerjob.server.workflow.condition;

import java.util.AbstractList;
import java.util.List;

/** What {@code split} gives: an array to Groovy, which has a length and an end. Immutable. */
final class TextArray extends AbstractList<Object> {
  private final List<String> texts;

  TextArray(List<String> texts) {
    this.texts = List.copyOf(texts);
  }

  /**
   * The text at an index, or that many from the end if it is negative.
   *
   * @throws IndexOutOfBoundsException if there is none
   */
  String at(int index) {
    return texts.get(index < 0 ? texts.size() + index : index);
  }

  @Override
  public Object get(int index) {
    return texts.get(index);
  }

  @Override
  public int size() {
    return texts.size();
  }
}
