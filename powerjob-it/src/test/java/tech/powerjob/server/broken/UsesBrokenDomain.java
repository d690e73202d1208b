package tech.powerjob.server.broken;

/** Half of a cycle, on purpose. */
public class UsesBrokenDomain {
  tech.powerjob.domain.broken.UsesServer other;
}
