package tech.powerjob.worker.internal.distributed;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * Tasks that travel together: neighbours of one parent, of one name and one type. Immutable.
 *
 * @param parent key of the execution that mapped them, see {@link Progress#parentKey}
 * @param name what the tasks are called
 * @param first number of the first task; the others follow
 * @param attempt how often they were tried before, from 0
 * @param execution which execution of these tasks this is, from 1; more when tasks that had failed
 *     run again
 * @param type type of the contents, see {@link SubTaskCodec}
 * @param contents JSON of each
 */
record TaskPack(
    String parent,
    String name,
    int first,
    int attempt,
    int execution,
    String type,
    List<byte[]> contents) {
  private static final int FORMAT = 1;

  TaskPack {
    contents = List.copyOf(contents);
  }

  int size() {
    return contents.size();
  }

  /** Id of one of the tasks, from 0. */
  String taskId(int index) {
    return Progress.childId(parent, first + index);
  }

  /** The same tasks with other numbers. */
  TaskPack at(int newFirst) {
    return newFirst == first
        ? this
        : new TaskPack(parent, name, newFirst, attempt, execution, type, contents);
  }

  /** One of the tasks alone, to be tried for another time. */
  TaskPack single(int index, int newAttempt) {
    return new TaskPack(
        parent, name, first + index, newAttempt, execution, type, List.of(contents.get(index)));
  }

  /** One of the tasks alone, to be executed anew after it had failed for good. */
  TaskPack again(int index) {
    return new TaskPack(
        parent, name, first + index, 0, execution + 1, type, List.of(contents.get(index)));
  }

  /**
   * The tasks from one on, each alone: for the rest of a pack whose tasks take long, so that others
   * can help, and for one that may hold a task that kills its worker.
   *
   * @param from index of the first that is wanted
   */
  List<TaskPack> split(int from) {
    var singles = new ArrayList<TaskPack>(size());
    for (int i = from; i < size(); i++) {
      singles.add(single(i, attempt));
    }
    return singles;
  }

  /** The same for packs of the same name, type and contents, wherever they stand. */
  long hash() {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      var head = new ByteArrayOutputStream();
      try (var out = new DataOutputStream(head)) {
        out.writeUTF(name);
        out.writeUTF(type);
      }
      digest.update(head.toByteArray());
      for (var content : contents) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(content.length).array());
        digest.update(content);
      }
      return ByteBuffer.wrap(digest.digest()).getLong();
    } catch (NoSuchAlgorithmException | IOException e) {
      throw new IllegalStateException("every Java platform has SHA-256 and memory", e);
    }
  }

  byte[] encode() {
    var bytes = new ByteArrayOutputStream(256);
    try (var out = new DataOutputStream(bytes)) {
      out.writeByte(FORMAT);
      out.writeUTF(parent);
      out.writeUTF(name);
      out.writeInt(first);
      out.writeInt(attempt);
      out.writeInt(execution);
      out.writeUTF(type);
      out.writeInt(contents.size());
      for (var content : contents) {
        out.writeInt(content.length);
        out.write(content);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a pack of " + name + " cannot be written", e);
    }
    return bytes.toByteArray();
  }

  /**
   * What was written.
   *
   * @throws IOException if it is no pack
   */
  static TaskPack decode(byte[] encoded) throws IOException {
    try (var in = new DataInputStream(new ByteArrayInputStream(encoded))) {
      int format = in.readByte();
      if (format != FORMAT) {
        throw new IOException("format of a pack is %d but must be %d".formatted(format, FORMAT));
      }
      var parent = in.readUTF();
      var name = in.readUTF();
      int first = in.readInt();
      int attempt = in.readInt();
      int execution = in.readInt();
      var type = in.readUTF();
      int size = in.readInt();
      var contents = new ArrayList<byte[]>();
      for (int i = 0; i < size; i++) {
        int length = in.readInt();
        if (length < 0 || length > encoded.length) {
          throw new IOException("content %d of a pack has the length %d".formatted(i, length));
        }
        var content = new byte[length];
        in.readFully(content);
        contents.add(content);
      }
      return new TaskPack(parent, name, first, attempt, execution, type, contents);
    }
  }
}
