package tech.powerjob.web.console;

import tech.powerjob.domain.account.Namespace;

/** A namespace as selects show it; the other fields are part of the contract and stay empty. */
public record NamespaceView(
    long id,
    String code,
    String name,
    String dept,
    String tags,
    String extra,
    Integer status,
    String statusStr,
    String showName) {
  static NamespaceView of(Namespace namespace) {
    return new NamespaceView(
        namespace.id(),
        namespace.code(),
        namespace.name(),
        null,
        null,
        null,
        null,
        null,
        "%s(%s)".formatted(namespace.name(), namespace.code()));
  }
}
