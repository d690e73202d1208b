package tech.powerjob.domain.broken;

/** Breaks a rule on purpose. */
public class UsesServer {
  tech.powerjob.server.broken.UsesBrokenDomain forbidden;
}
