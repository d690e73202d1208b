package tech.powerjob.worker.internal.distributed;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import tech.powerjob.wire.Distribution;

/**
 * All that a coordinator knows, as it travels from transaction to transaction and from one
 * coordinator to the next. Not thread-safe: it belongs to whoever holds the message.
 */
final class Checkpoint {
  /** The outcome of the instance. */
  record Outcome(boolean success, String result) {}

  private static final int FORMAT = 1;

  private long epoch;
  private long version;
  private long started;
  private long sequence;
  private long page;
  private int rootExecutions;
  private Progress progress = new Progress();
  private Outcome outcome;

  /** Packs that the root task has mapped, by hash; the number of each. */
  private final Map<Long, Integer> rootPacks = new HashMap<>();

  /** Tasks that each execution of the root task has mapped, by its key. */
  private final Map<String, Integer> rootChildren = new LinkedHashMap<>();

  private final Map<String, String> appended = new LinkedHashMap<>();

  /** For whom the tasks of a broadcast are, in the order of their numbers. */
  private final List<Distribution.Member> targets = new ArrayList<>();

  /**
   * The first one of a generation.
   *
   * @param epoch of the coordinator that begins it
   * @param started when that is, epoch milliseconds
   */
  Checkpoint(long epoch, long started) {
    this.epoch = epoch;
    this.started = started;
  }

  private Checkpoint() {}

  /** Epoch of the last coordinator. */
  long epoch() {
    return epoch;
  }

  void takenOverBy(long newEpoch) {
    epoch = newEpoch;
  }

  /** Grows with each transaction. */
  long version() {
    return version;
  }

  void nextVersion() {
    version++;
  }

  /** When the generation began, epoch milliseconds. */
  long started() {
    return started;
  }

  /** It goes on after it had ended, epoch milliseconds. */
  void restarted(long time) {
    started = time;
  }

  /** For the report that comes next. */
  long nextSequence() {
    return ++sequence;
  }

  /** Number of the page that comes next, from 1. */
  long nextPage() {
    return ++page;
  }

  Progress progress() {
    return progress;
  }

  /** How often the root task was begun. */
  int rootExecutions() {
    return rootExecutions;
  }

  void rootBegun() {
    rootExecutions++;
  }

  /** Notes what an execution of the root task has mapped. */
  void rootMapped(String parentKey, int children, Iterable<Long> packs) {
    rootChildren.merge(parentKey, children, Math::max);
    packs.forEach(hash -> rootPacks.merge(hash, 1, Integer::sum));
    progress.mapped(parentKey, children);
  }

  /** Packs that former executions of the root task have mapped: how many there are of each hash. */
  Map<Long, Integer> rootPacks() {
    return Map.copyOf(rootPacks);
  }

  /** Tasks that the root task has mapped, by the key of the execution. */
  Map<String, Integer> rootChildren() {
    return Map.copyOf(rootChildren);
  }

  /** The root task has ended; what is only for another execution of it is not needed any more. */
  void rootEnded() {
    rootPacks.clear();
  }

  /** What tasks add to the context of the workflow. */
  Map<String, String> appended() {
    return appended;
  }

  /** For whom the tasks of a broadcast are, in the order of their numbers. */
  List<Distribution.Member> targets() {
    return targets;
  }

  /** How the instance ended, {@code null} if it has not. */
  Outcome outcome() {
    return outcome;
  }

  /** Sets how it ended, or with {@code null} that it goes on. */
  void outcome(Outcome newOutcome) {
    outcome = newOutcome;
  }

  byte[] encode() {
    var bytes = new ByteArrayOutputStream(256);
    var deflater = new Deflater(Deflater.BEST_SPEED);
    try (var out = new DataOutputStream(new DeflaterOutputStream(bytes, deflater))) {
      out.writeByte(FORMAT);
      out.writeLong(epoch);
      out.writeLong(version);
      out.writeLong(started);
      out.writeLong(sequence);
      out.writeLong(page);
      out.writeInt(rootExecutions);
      progress.writeTo(out);
      out.writeBoolean(outcome != null);
      if (outcome != null) {
        out.writeBoolean(outcome.success());
        writeText(out, outcome.result());
      }
      out.writeInt(rootPacks.size());
      for (var each : rootPacks.entrySet()) {
        out.writeLong(each.getKey());
        out.writeInt(each.getValue());
      }
      out.writeInt(rootChildren.size());
      for (var each : rootChildren.entrySet()) {
        out.writeUTF(each.getKey());
        out.writeInt(each.getValue());
      }
      out.writeInt(appended.size());
      for (var each : appended.entrySet()) {
        writeText(out, each.getKey());
        writeText(out, each.getValue());
      }
      out.writeInt(targets.size());
      for (var each : targets) {
        writeText(out, each.workerId());
        writeText(out, each.address());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a checkpoint cannot be written", e);
    } finally {
      deflater.end();
    }
    return bytes.toByteArray();
  }

  /**
   * What was written.
   *
   * @throws IOException if it is no checkpoint
   */
  static Checkpoint decode(byte[] encoded) throws IOException {
    var checkpoint = new Checkpoint();
    try (var in = new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(encoded)))) {
      int format = in.readByte();
      if (format != FORMAT) {
        throw new IOException(
            "format of a checkpoint is %d but must be %d".formatted(format, FORMAT));
      }
      checkpoint.epoch = in.readLong();
      checkpoint.version = in.readLong();
      checkpoint.started = in.readLong();
      checkpoint.sequence = in.readLong();
      checkpoint.page = in.readLong();
      checkpoint.rootExecutions = in.readInt();
      checkpoint.progress = Progress.readFrom(in);
      if (in.readBoolean()) {
        checkpoint.outcome = new Outcome(in.readBoolean(), readText(in));
      }
      for (int left = in.readInt(); left > 0; left--) {
        checkpoint.rootPacks.put(in.readLong(), in.readInt());
      }
      for (int left = in.readInt(); left > 0; left--) {
        checkpoint.rootChildren.put(in.readUTF(), in.readInt());
      }
      for (int left = in.readInt(); left > 0; left--) {
        checkpoint.appended.put(readText(in), readText(in));
      }
      for (int left = in.readInt(); left > 0; left--) {
        checkpoint.targets.add(new Distribution.Member(readText(in), readText(in)));
      }
    }
    return checkpoint;
  }

  /** Not {@code writeUTF}, which ends at 64 KiB. */
  private static void writeText(DataOutputStream out, String text) throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String readText(DataInputStream in) throws IOException {
    var bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
