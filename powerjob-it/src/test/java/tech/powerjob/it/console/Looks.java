package tech.powerjob.it.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.ArrayList;
import java.util.List;

/**
 * How a page looks to its viewers: with light and dark colours, and on a phone. Pictures of it are
 * kept for people to look at.
 */
public final class Looks {
  private Looks() {}

  /**
   * Looks at the page that is shown, and sees that nobody is shut out of it, that it is no wider
   * than what it is shown on, and that no text of it is missing. Leaves the page as it was, but for
   * the viewer's choice of colours, which is the system's then.
   *
   * @param name of the pictures: {@code name-light}, {@code name-dark} and {@code name-phone}
   */
  public static void good(Page page, String name) {
    var choice = page.locator("[data-theme-choice=system]");
    if (choice.count() > 0) {
      choice.evaluate("button => button.click()");
    }
    boolean dark = isTrue(page, "matchMedia('(prefers-color-scheme: dark)').matches");
    var size = page.viewportSize();
    var faults = new ArrayList<String>();
    colours(page, ColorScheme.LIGHT);
    faults.addAll(look(page, name + "-light"));
    colours(page, ColorScheme.DARK);
    faults.addAll(look(page, name + "-dark"));
    page.setViewportSize(390, 844);
    faults.addAll(look(page, name + "-phone"));
    page.setViewportSize(size.width, size.height);
    colours(page, dark ? ColorScheme.DARK : ColorScheme.LIGHT);
    assertThat(faults).isEmpty();
  }

  private static void colours(Page page, ColorScheme scheme) {
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
  }

  private static List<String> look(Page page, String name) {
    var faults = new ArrayList<String>();
    Accessibility.seriousFaults(page).forEach(fault -> faults.add(name + ": " + fault));
    if (isTrue(page, "document.documentElement.scrollWidth > innerWidth")) {
      faults.add(name + " is wider than its window");
    }
    var words = page.locator("body").innerText();
    if (words.contains("???")) {
      faults.add(
          name + " lacks a text: " + words.substring(words.indexOf("???")).lines().findFirst());
    }
    Browsing.whole(page, name);
    return faults;
  }

  private static boolean isTrue(Page page, String expression) {
    return Boolean.TRUE.equals(page.evaluate(expression));
  }
}
