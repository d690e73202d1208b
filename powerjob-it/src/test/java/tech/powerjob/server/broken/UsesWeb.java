package tech.powerjob.server.broken;

/** Breaks a rule on purpose. */
public class UsesWeb {
  tech.powerjob.web.broken.UsesSql forbidden;
}
