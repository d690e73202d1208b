package tech.powerjob.web.page.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.text.MessageFormat;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import tech.powerjob.web.page.Viewer;

/** The texts of the administration's pages in the viewer's language. */
@Named("words")
@RequestScoped
public class Words {
  /** Base name of the resource bundle. */
  static final String BUNDLE = "tech.powerjob.web.admin";

  @Inject Viewer viewer;

  /** The text with its placeholders filled in; values are put in as they are. */
  public String say(String key, Object... values) {
    return fill(texts().getString(key), values);
  }

  /** As {@link #say}, or the fallback where there is no such text. */
  public String sayOr(String key, String fallback) {
    try {
      return texts().getString(key);
    } catch (MissingResourceException e) {
      return fallback;
    }
  }

  private String fill(String pattern, Object... values) {
    return values.length == 0
        ? pattern
        : new MessageFormat(pattern, viewer.getLocale()).format(values);
  }

  private ResourceBundle texts() {
    return ResourceBundle.getBundle(BUNDLE, viewer.getLocale());
  }
}
