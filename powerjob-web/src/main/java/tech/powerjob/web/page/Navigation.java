package tech.powerjob.web.page;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.ServletContext;
import java.net.MalformedURLException;
import java.util.Arrays;
import java.util.List;

/** What the navigation offers to this user. */
@Named
@RequestScoped
public class Navigation {
  @Inject Console console;
  @Inject FacesContext faces;
  @Inject ServletContext context;

  /**
   * A section of the navigation.
   *
   * @param areas those that the user may open
   */
  public record Section(Area.Group group, List<Area> areas) {
    public Area.Group getGroup() {
      return group;
    }

    public List<Area> getAreas() {
      return areas;
    }
  }

  /** The sections that have something for this user. */
  public List<Section> getSections() {
    return Arrays.stream(Area.Group.values())
        .filter(group -> group != Area.Group.NONE)
        .map(group -> new Section(group, areas(group)))
        .filter(section -> !section.areas().isEmpty())
        .toList();
  }

  private List<Area> areas(Area.Group group) {
    return Arrays.stream(Area.values())
        .filter(area -> area.getGroup() == group)
        .filter(area -> area.isFor(console.getUser().grants()))
        .filter(this::isBuilt)
        .toList();
  }

  /** Editions without some area leave its pages out. */
  private boolean isBuilt(Area area) {
    return isBuilt(area.getPage());
  }

  private boolean isBuilt(String page) {
    try {
      return context.getResource(page) != null;
    } catch (MalformedURLException e) {
      throw new IllegalStateException(page, e);
    }
  }

  /** Whether there is a page about the user. */
  public boolean isPersonal() {
    return isBuilt("/admin/personal.xhtml");
  }

  /** Whether the page that is shown belongs to this area. */
  public boolean isHere(Area area) {
    return Area.of(faces.getViewRoot().getViewId()).filter(area::equals).isPresent();
  }
}
