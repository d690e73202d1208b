package tech.powerjob.server.account;

import tech.powerjob.domain.account.Namespace;

/** Which namespaces somebody looks for, by parts of texts; blank ones ask for nothing. */
public record NamespaceSearch(String code, String name, String tag) {
  /** Whether this is one of them. */
  public boolean matches(Namespace namespace) {
    return TextPart.isIn(namespace.code(), code)
        && TextPart.isIn(namespace.name(), name)
        && TextPart.isIn(namespace.tags(), tag);
  }
}
