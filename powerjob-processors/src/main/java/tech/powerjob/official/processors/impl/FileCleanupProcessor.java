package tech.powerjob.official.processors.impl;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tech.powerjob.official.processors.OfficialProcessor;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.sdk.BroadcastProcessor;
import tech.powerjob.worker.log.OmsLogger;

/**
 * Deletes old files below folders of the worker's machine. The job's parameters are a JSON array of
 * {@code {dirPath, filePattern, retentionTime}}: files whose whole name matches the regular
 * expression and that were not modified for as many hours. Symbolic links are neither followed nor
 * deleted. A file that cannot be deleted makes the run a failure, after all others were tried.
 */
public class FileCleanupProcessor extends OfficialProcessor implements BroadcastProcessor {
  private static final String SWITCH = "powerjob.official-processor.file-cleanup.enable";

  private static final TypeReference<List<Rule>> RULES = new TypeReference<>() {};

  /** How many files that could not be deleted are logged. */
  private static final int MAX_LOGGED_FAILURES = 100;

  /**
   * One folder to clean.
   *
   * @param retentionTime in hours; 0 for files of any age
   */
  record Rule(String dirPath, String filePattern, Integer retentionTime) {}

  @Override
  protected Optional<String> switchKey() {
    return Optional.of(SWITCH);
  }

  @Override
  public ProcessResult preProcess(TaskContext context) {
    return refusal()
        .map(text -> new ProcessResult(false, text))
        .orElseGet(() -> new ProcessResult(true));
  }

  @Override
  protected ProcessResult work(TaskContext context) throws Exception {
    var text = context.getJobParams();
    if (text == null || text.isBlank()) {
      return new ProcessResult(false, "jobParams is empty but must be a JSON array of rules");
    }
    var rules = parseArray(text, RULES);
    long begin = System.nanoTime();
    var now = Instant.ofEpochMilli(System.currentTimeMillis());
    var cleaning = new Cleaning(context.getOmsLogger());
    for (var rule : rules) {
      cleaning.clean(rule, now);
    }
    var cost = Duration.ofNanos(System.nanoTime() - begin).toMillis() + " ms";
    return cleaning.failed == 0
        ? new ProcessResult(true, "cost:%s,clean:%d".formatted(cost, cleaning.deleted))
        : new ProcessResult(
            false,
            "cost:%s,clean:%d,failed:%d,first:%s"
                .formatted(cost, cleaning.deleted, cleaning.failed, cleaning.firstFailure));
  }

  private static final class Cleaning {
    private final OmsLogger logger;
    private long deleted;
    private long failed;
    private String firstFailure;

    Cleaning(OmsLogger logger) {
      this.logger = logger;
    }

    void clean(Rule rule, Instant now) throws IOException, InterruptedException {
      var folder = folder(rule);
      if (folder.isEmpty()) {
        return;
      }
      var pattern = Pattern.compile(rule.filePattern());
      int hours = rule.retentionTime() == null ? 0 : rule.retentionTime();
      if (hours < 0) {
        throw new IllegalArgumentException(
            "retentionTime is %d but must be at least 0 hours".formatted(hours));
      }
      var visitor =
          new Visitor(
              this, file -> pattern.matcher(file).matches(), hours == 0 ? null : now, hours);
      Files.walkFileTree(folder.get(), visitor);
      if (visitor.interrupted) {
        throw new InterruptedException();
      }
    }

    private Optional<Path> folder(Rule rule) {
      if (rule == null || isEmpty(rule.dirPath()) || isEmpty(rule.filePattern())) {
        logger.warn("skipped: a rule without dirPath or filePattern");
        return Optional.empty();
      }
      try {
        var folder = Path.of(rule.dirPath());
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
          return Optional.of(folder);
        }
        logger.warn("skipped: {} is missing, or no folder, or a link", folder);
      } catch (InvalidPathException e) {
        logger.warn("skipped: {}", e.getMessage());
      }
      return Optional.empty();
    }

    private static boolean isEmpty(String text) {
      return text == null || text.isBlank();
    }

    void delete(Path file) {
      try {
        if (Files.deleteIfExists(file)) {
          deleted++;
          logger.info("deleted {}", file);
        }
      } catch (IOException e) {
        failed(e);
      }
    }

    void failed(IOException error) {
      if (error instanceof NoSuchFileException) {
        // Somebody else was faster.
        return;
      }
      failed++;
      if (firstFailure == null) {
        firstFailure = error.toString();
      }
      if (failed <= MAX_LOGGED_FAILURES) {
        logger.error("could not clean: {}", error.toString());
      }
    }
  }

  private interface NameFilter {
    boolean accepts(String name);
  }

  private static final class Visitor extends SimpleFileVisitor<Path> {
    private final Cleaning cleaning;
    private final NameFilter names;
    private final Instant now;
    private final int hours;
    private boolean interrupted;

    /**
     * A visitor that deletes.
     *
     * @param now {@code null} if the age does not matter
     */
    Visitor(Cleaning cleaning, NameFilter names, Instant now, int hours) {
      this.cleaning = cleaning;
      this.names = names;
      this.now = now;
      this.hours = hours;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (Thread.interrupted()) {
        interrupted = true;
        return FileVisitResult.TERMINATE;
      }
      if (attributes.isRegularFile()
          && names.accepts(file.getFileName().toString())
          && isOld(attributes.lastModifiedTime().toInstant())) {
        cleaning.delete(file);
      }
      return FileVisitResult.CONTINUE;
    }

    /** A begun hour counts as a whole one, as in PowerJob. */
    private boolean isOld(Instant modified) {
      return now == null || modified.plus(Duration.ofHours(hours - 1L)).isBefore(now);
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException error) {
      cleaning.failed(error);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException error) {
      if (error != null) {
        cleaning.failed(error);
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
