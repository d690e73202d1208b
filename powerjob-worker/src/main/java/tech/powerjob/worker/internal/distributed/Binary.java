package tech.powerjob.worker.internal.distributed;

import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Texts and maps in binary form. */
final class Binary {
  /** Writes to memory, which does not fail. */
  interface Writing {
    void to(DataOutput out) throws IOException;
  }

  private Binary() {}

  static byte[] write(Writing writing) {
    var bytes = new ByteArrayOutputStream(512);
    try (var out = new DataOutputStream(bytes)) {
      writing.to(out);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written", e);
    }
    return bytes.toByteArray();
  }

  /** Not {@code writeUTF}, which ends at 64 KiB. */
  static void writeText(DataOutput out, String text) throws IOException {
    writeBytes(out, text == null ? null : text.getBytes(StandardCharsets.UTF_8));
  }

  static String readText(DataInput in) throws IOException {
    var bytes = readBytes(in);
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }

  static void writeBytes(DataOutput out, byte[] bytes) throws IOException {
    out.writeInt(bytes == null ? -1 : bytes.length);
    if (bytes != null) {
      out.write(bytes);
    }
  }

  static byte[] readBytes(DataInput in) throws IOException {
    int length = in.readInt();
    if (length < 0) {
      return null;
    }
    var bytes = new byte[length];
    in.readFully(bytes);
    return bytes;
  }

  static void writeNumbers(DataOutput out, Map<String, Integer> numbers) throws IOException {
    out.writeInt(numbers.size());
    for (var each : numbers.entrySet()) {
      writeText(out, each.getKey());
      out.writeInt(each.getValue());
    }
  }

  static Map<String, Integer> readNumbers(DataInput in) throws IOException {
    var numbers = new LinkedHashMap<String, Integer>();
    for (int left = in.readInt(); left > 0; left--) {
      numbers.put(readText(in), in.readInt());
    }
    return numbers;
  }

  static void writeTexts(DataOutput out, Map<String, String> texts) throws IOException {
    out.writeInt(texts.size());
    for (var each : texts.entrySet()) {
      writeText(out, each.getKey());
      writeText(out, each.getValue());
    }
  }

  static Map<String, String> readTexts(DataInput in) throws IOException {
    var texts = new LinkedHashMap<String, String>();
    for (int left = in.readInt(); left > 0; left--) {
      texts.put(readText(in), readText(in));
    }
    return texts;
  }
}
