package tech.powerjob.worker.internal.container;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A jar made of sources that a test writes. */
public final class TestJar {
  private final Map<String, byte[]> entries = new LinkedHashMap<>();
  private final List<JavaFileObject> sources = new ArrayList<>();

  /** The jar of a container whose classes are in this package. */
  static TestJar of(String packageName) {
    return new TestJar()
        .file("oms-worker-container.properties", "PACKAGE_NAME=" + packageName + "\n");
  }

  /** A processor {@code acme.Sample} that answers with this text. */
  public static TestJar answering(String text) {
    return of("acme")
        .file("answer.txt", text)
        .source(
            "acme.Sample",
            """
            package acme;
            import tech.powerjob.worker.core.processor.*;
            import tech.powerjob.worker.core.processor.sdk.BasicProcessor;
            public class Sample implements BasicProcessor {
              @Override public ProcessResult process(TaskContext context) throws Exception {
                context.getOmsLogger().info("at work");
                try (var in = getClass().getResourceAsStream("/answer.txt")) {
                  return new ProcessResult(true, new String(in.readAllBytes()));
                }
              }
            }
            """);
  }

  TestJar file(String name, String content) {
    entries.put(name, content.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  TestJar without(String name) {
    entries.remove(name);
    return this;
  }

  /** A class, compiled with the others against the worker's class path. */
  TestJar source(String name, String code) {
    var uri = URI.create("mem:///" + name.replace('.', '/') + ".java");
    sources.add(
        new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return code;
          }
        });
    return this;
  }

  private void compile() {
    var compiler = ToolProvider.getSystemJavaCompiler();
    var written = new LinkedHashMap<String, ByteArrayOutputStream>();
    var files =
        new ForwardingJavaFileManager<JavaFileManager>(
            compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
          @Override
          public JavaFileObject getJavaFileForOutput(
              Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("mem:///" + className), kind) {
              @Override
              public ByteArrayOutputStream openOutputStream() {
                return written.computeIfAbsent(className, key -> new ByteArrayOutputStream());
              }
            };
          }
        };
    var options =
        List.of(
            "-proc:none", "-nowarn", "-cp", System.getProperty("java.class.path"), "-Xlint:none");
    if (!compiler.getTask(null, files, null, options, null, sources).call()) {
      throw new IllegalArgumentException("does not compile");
    }
    sources.clear();
    written.forEach(
        (className, bytes) ->
            entries.put(className.replace('.', '/') + ".class", bytes.toByteArray()));
  }

  public byte[] bytes() {
    if (!sources.isEmpty()) {
      compile();
    }
    var bytes = new ByteArrayOutputStream();
    try (var jar = new JarOutputStream(bytes)) {
      for (var folder : folders()) {
        jar.putNextEntry(new ZipEntry(folder));
        jar.closeEntry();
      }
      for (var entry : entries.entrySet()) {
        jar.putNextEntry(new ZipEntry(entry.getKey()));
        jar.write(entry.getValue());
        jar.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** As build tools write them; Spring scans no packages without. */
  private Set<String> folders() {
    var folders = new TreeSet<String>();
    for (var name : entries.keySet()) {
      for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
        folders.add(name.substring(0, slash + 1));
      }
    }
    return folders;
  }

  public static String digest(String algorithm, byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
