package tech.powerjob.web.page;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;

/** The console's texts in the viewer's language, for pages: {@code #{msg['jobs.name']}}. */
@Named("msg")
@RequestScoped
public class PageTexts extends AbstractMap<String, String> {
  @Inject Viewer viewer;

  private Map<String, String> texts;

  private Map<String, String> texts() {
    if (texts == null) {
      texts = Wording.in(viewer.getLocale());
    }
    return texts;
  }

  /** The text; a missing one shows its key, as Faces does. */
  @Override
  public String get(Object key) {
    var text = texts().get(key);
    return text == null ? "???" + key + "???" : text;
  }

  @Override
  public boolean containsKey(Object key) {
    return texts().containsKey(key);
  }

  @Override
  public Set<Entry<String, String>> entrySet() {
    return texts().entrySet();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Map && texts().equals(other);
  }

  @Override
  public int hashCode() {
    return texts().hashCode();
  }
}
