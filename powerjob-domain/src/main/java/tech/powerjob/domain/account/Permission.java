package tech.powerjob.domain.account;

/** What somebody may do to an object. */
public enum Permission {
  /** See it. */
  READ,
  /** Change its definition. */
  WRITE,
  /** Run and stop things. */
  OPS,
  /** Everything, deleting it included. */
  SU
}
