package tech.powerjob.worker.internal.distributed;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.BitSet;

/**
 * The tasks that one task has mapped, by their numbers from 0: how many there are, and which have
 * ended. Takes a bit for each from the first that has not ended on. Not thread-safe.
 */
final class Children {
  private static final int UNKNOWN = -1;

  /** The bits are moved together when so many at their beginning are not needed any more. */
  private static final int SLACK = 4_096;

  /** Number of children as their parent told at its end. */
  private int declared = UNKNOWN;

  /** So many there are at least. */
  private int known;

  private int ended;

  /** All below this have ended. */
  private int below;

  /** Number that the first bit stands for. */
  private int offset;

  private BitSet bits = new BitSet();

  Children() {}

  /**
   * Notes an end.
   *
   * @return {@code false} if it was noted already, or the parent knows no such child
   */
  boolean end(int number) {
    if (number < below || bits.get(number - offset) || isDeclared() && number >= declared) {
      return false;
    }
    bits.set(number - offset);
    ended++;
    known = Math.max(known, number + 1);
    if (number == below) {
      below = offset + bits.nextClearBit(number - offset);
      if (below - offset >= SLACK) {
        bits = bits.get(below - offset, Math.max(below - offset, bits.length()));
        offset = below;
      }
    }
    return true;
  }

  boolean hasEnded(int number) {
    return number < below || bits.get(number - offset);
  }

  /** Notes that there are at least so many. */
  void atLeast(int count) {
    known = Math.max(known, count);
  }

  /**
   * Notes how many there are.
   *
   * @return number of ends noted before of children that the parent does not know: an execution of
   *     it that does not count made them
   */
  int declare(int count) {
    declared = count;
    known = count;
    int strangers = 0;
    while (offset + bits.length() > count && bits.length() > 0) {
      bits.clear(bits.length() - 1);
      strangers++;
    }
    below = Math.min(below, count);
    ended -= strangers;
    return strangers;
  }

  boolean isDeclared() {
    return declared != UNKNOWN;
  }

  /** Whether all have ended. */
  boolean isComplete() {
    return ended == declared;
  }

  /** So many there are, as far as is known. */
  int known() {
    return known;
  }

  void writeTo(DataOutput out) throws IOException {
    out.writeInt(declared);
    out.writeInt(known);
    out.writeInt(ended);
    out.writeInt(below);
    out.writeInt(offset);
    var bytes = bits.toByteArray();
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static Children readFrom(DataInput in) throws IOException {
    var children = new Children();
    children.declared = in.readInt();
    children.known = in.readInt();
    children.ended = in.readInt();
    children.below = in.readInt();
    children.offset = in.readInt();
    var bytes = new byte[in.readInt()];
    in.readFully(bytes);
    children.bits = BitSet.valueOf(bytes);
    return children;
  }
}
