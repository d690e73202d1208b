package tech.powerjob.web.page;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.text.MessageFormat;
import java.util.ResourceBundle;

/** The console's texts in the viewer's language, for beans. */
@RequestScoped
public class Texts {
  /** Base name of the resource bundle. */
  static final String BUNDLE = "tech.powerjob.web.messages";

  @Inject Viewer viewer;

  /** The text with its placeholders filled in; values are put in as they are. */
  public String get(String key, Object... values) {
    var pattern = ResourceBundle.getBundle(BUNDLE, viewer.getLocale()).getString(key);
    return values.length == 0
        ? pattern
        : new MessageFormat(pattern, viewer.getLocale()).format(values);
  }
}
