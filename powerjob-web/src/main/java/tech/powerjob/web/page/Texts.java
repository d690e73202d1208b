package tech.powerjob.web.page;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.text.MessageFormat;
import java.util.Optional;

/** The console's texts in the viewer's language, for beans; and what services say, for pages. */
@Named("texts")
@RequestScoped
public class Texts {
  @Inject Viewer viewer;

  /**
   * The text with its placeholders filled in; values are put in as they are.
   *
   * @throws IllegalArgumentException if there is no such text
   */
  public String get(String key, Object... values) {
    var pattern =
        find(key).orElseThrow(() -> new IllegalArgumentException("there is no text " + key));
    return values.length == 0
        ? pattern
        : new MessageFormat(pattern, viewer.getLocale()).format(values);
  }

  /**
   * What a service said, in the viewer's language and zone as far as that is known; {@code null}
   * stays so.
   */
  public String said(String english) {
    return phrases().say(english);
  }

  /**
   * The result of a run: in the viewer's language if the server itself has said it, as it is if a
   * processor has.
   */
  public String result(String result) {
    return phrases().result(result);
  }

  private Phrases phrases() {
    return new Phrases(
        viewer.getLocale(),
        at -> viewer.time(at.toEpochMilli()),
        name -> find("job.field." + name).map(label -> label + "（" + name + "）").orElse(name));
  }

  /** The text, for keys that are put together from what may be unknown. */
  public Optional<String> find(String key) {
    return Optional.ofNullable(Wording.in(viewer.getLocale()).get(key));
  }
}
