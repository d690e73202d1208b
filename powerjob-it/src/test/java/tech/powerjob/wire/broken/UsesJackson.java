package tech.powerjob.wire.broken;

/** Breaks a rule on purpose. */
public class UsesJackson {
  com.fasterxml.jackson.databind.ObjectMapper forbidden;
}
