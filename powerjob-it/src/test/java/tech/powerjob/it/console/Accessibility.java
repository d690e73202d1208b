package tech.powerjob.it.console;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What axe-core finds in a page that shuts people out. */
public final class Accessibility {
  private static final String AXE = read();

  private static final String RUN =
      """
      async () => {
        const found = await axe.run(document, { resultTypes: ['violations'] });
        return found.violations
            .filter(each => each.impact === 'serious' || each.impact === 'critical')
            .flatMap(each => each.nodes.map(node => each.id + ': ' + node.target.join(' ') + ' '
                + (node.any.concat(node.all).map(check => check.message)[0] || '')));
      }
      """;

  private Accessibility() {}

  /** Faults that axe-core calls serious or critical. */
  @SuppressWarnings("unchecked")
  public static List<String> seriousFaults(Page page) {
    page.evaluate(AXE + "; undefined");
    return (List<String>) page.evaluate(RUN);
  }

  private static String read() {
    try (var script = Accessibility.class.getResourceAsStream("/axe.min.js")) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
