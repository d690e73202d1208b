package tech.powerjob.web.page;

import jakarta.faces.context.FacesContext;
import java.util.Arrays;
import java.util.List;

/**
 * Which button with {@code data-act} was clicked and on what. The id is the one that the viewer
 * saw, whatever has become of the list meanwhile.
 *
 * @param name what to do
 * @param id on what; 0 if on nothing in particular
 * @param picked ids of the rows that are ticked ({@code name="pick"})
 */
public record ActRequest(String name, long id, List<Long> picked) {
  /** The one of the present request. */
  public static ActRequest current() {
    var external = FacesContext.getCurrentInstance().getExternalContext();
    var picked = external.getRequestParameterValuesMap().get("pick");
    return new ActRequest(
        Address.text("act").orElse(""),
        Address.number("id").orElse(0L),
        picked == null
            ? List.of()
            : Arrays.stream(picked).flatMap(each -> Address.parse(each).stream()).toList());
  }
}
