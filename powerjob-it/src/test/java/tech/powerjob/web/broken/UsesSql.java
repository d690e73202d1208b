package tech.powerjob.web.broken;

/** Breaks a rule on purpose. */
public class UsesSql {
  javax.sql.DataSource forbidden;
}
