package tech.powerjob.server.account;

import tech.powerjob.domain.account.App;
import tech.powerjob.domain.account.Grants;

/**
 * Which applications somebody looks for; {@code null} and blank texts ask for nothing.
 *
 * @param id its id
 * @param namespaceId id of its namespace
 * @param name part of its name, in any case of letters
 * @param tag part of its tags, likewise
 * @param onlyRelated whether only those count on which the user holds a role themselves
 */
public record AppSearch(Long id, Long namespaceId, String name, String tag, boolean onlyRelated) {
  /** Whether this is one of them. */
  public boolean matches(App app, Grants grants) {
    return (id == null || id.equals(app.id()))
        && (namespaceId == null || namespaceId.equals(app.namespaceId()))
        && TextPart.isIn(app.name(), name)
        && TextPart.isIn(app.tags(), tag)
        && (!onlyRelated || grants.relatedTo(app.id()));
  }
}
