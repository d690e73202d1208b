package tech.powerjob.web.page.overview;

import java.util.List;
import java.util.StringJoiner;
import java.util.stream.IntStream;
import tech.powerjob.server.instance.Activity;

/**
 * Bars for how much was done and a line for how late it was, drawn into a field of {@value #WIDTH}
 * by {@value #HEIGHT}.
 *
 * @param mostRuns what the full height of the bars stands for
 * @param mostLateness what the full height of the line stands for, milliseconds
 * @param line the points of the line
 */
public record Chart(
    List<Bar> bars,
    long mostRuns,
    long mostLateness,
    String line,
    long runs,
    long failures,
    long from,
    long to,
    boolean whole) {
  public static final int WIDTH = 600;
  public static final int HEIGHT = 100;

  /** A span of time: its place, and the heights of its parts, from below. */
  public record Bar(long x, long width, long good, long other, long bad, Activity.Span span) {
    public long getGoodTop() {
      return HEIGHT - good;
    }

    public long getOtherTop() {
      return HEIGHT - good - other;
    }

    public long getBadTop() {
      return HEIGHT - good - other - bad;
    }
  }

  static Chart of(Activity.History history) {
    var spans = history.spans();
    long most = Math.max(1, spans.stream().mapToLong(Activity.Span::total).max().orElse(1));
    long late = Math.max(1, spans.stream().mapToLong(Activity.Span::lateness).max().orElse(1));
    int step = WIDTH / spans.size();
    var line = new StringJoiner(" ");
    IntStream.range(0, spans.size())
        .forEach(
            i ->
                line.add(
                    (i * step + step / 2)
                        + ","
                        + (HEIGHT - spans.get(i).lateness() * HEIGHT / late)));
    return new Chart(
        IntStream.range(0, spans.size())
            .mapToObj(i -> bar(spans.get(i), i * step, step, most))
            .toList(),
        most,
        late,
        line.toString(),
        spans.stream().mapToLong(Activity.Span::total).sum(),
        spans.stream().mapToLong(Activity.Span::failed).sum(),
        spans.get(0).start(),
        history.at().toEpochMilli(),
        history.whole());
  }

  private static Bar bar(Activity.Span span, int x, int step, long most) {
    return new Bar(
        x,
        step - 2,
        height(span.succeeded(), most),
        height(span.other(), most),
        height(span.failed(), most),
        span);
  }

  /** Even a single one among thousands can be seen. */
  private static long height(long count, long most) {
    return count == 0 ? 0 : Math.max(2, count * (HEIGHT - 6) / most);
  }
}
