package tech.powerjob.worker.internal.distributed;

import java.util.ArrayList;
import java.util.List;

/**
 * Packs what one execution of a task maps. The first tasks travel alone, so that all workers get
 * some of a few; of many, more and more travel together, so that each costs less. The same calls
 * make the same packs. Not thread-safe.
 */
final class PackBuilder {
  /** Most tasks in a pack. */
  static final int MAX_TASKS = 50;

  /** Bytes from which on a pack takes no further task. */
  static final int MAX_BYTES = 64 * 1024;

  /** So many packs there are at least, before they hold more than one task. */
  private static final int SPREAD = 256;

  /** Most bytes of one task's content. */
  static final int MAX_CONTENT = 4 * 1024 * 1024;

  /** Most characters of a task's name. */
  static final int MAX_NAME = 255;

  private final SubTaskCodec codec;
  private final String parent;
  private int mapped;

  /**
   * For an execution that has not mapped anything.
   *
   * @param parent its key, see {@link Progress#parentKey}
   */
  PackBuilder(SubTaskCodec codec, String parent) {
    this.codec = codec;
    this.parent = parent;
  }

  /** Key of the execution. */
  String parent() {
    return parent;
  }

  /** How many tasks were packed so far. */
  int mapped() {
    return mapped;
  }

  /**
   * Packs elements. If that fails nothing is counted.
   *
   * @throws IllegalArgumentException naming the element that cannot travel, and why
   */
  List<TaskPack> pack(List<?> elements, String name) {
    if (name.length() > MAX_NAME) {
      throw new IllegalArgumentException(
          "the task name has %d characters but may have at most %d"
              .formatted(name.length(), MAX_NAME));
    }
    int most = Math.max(1, Math.min(MAX_TASKS, (mapped + elements.size()) / SPREAD));
    var packs = new ArrayList<TaskPack>();
    var contents = new ArrayList<byte[]>();
    String type = null;
    int bytes = 0;
    int next = mapped;
    for (var element : elements) {
      var elementType = codec.type(element);
      var content = content(element, next - mapped);
      if (!contents.isEmpty()
          && (contents.size() >= most
              || !elementType.equals(type)
              || bytes + content.length > MAX_BYTES)) {
        packs.add(pack(name, next - contents.size(), type, contents));
        contents.clear();
        bytes = 0;
      }
      type = elementType;
      contents.add(content);
      bytes += content.length;
      next++;
    }
    if (!contents.isEmpty()) {
      packs.add(pack(name, next - contents.size(), type, contents));
    }
    mapped = next;
    return packs;
  }

  private TaskPack pack(String name, int first, String type, List<byte[]> contents) {
    return new TaskPack(parent, name, first, 0, 1, type, contents);
  }

  private byte[] content(Object element, int index) {
    byte[] content;
    try {
      content = codec.write(element);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("element %d: %s".formatted(index, e.getMessage()), e);
    }
    if (content.length > MAX_CONTENT) {
      throw new IllegalArgumentException(
          "element %d has %d bytes of JSON but may have at most %d"
              .formatted(index, content.length, MAX_CONTENT));
    }
    return content;
  }
}
