package tech.powerjob.common.enums;

import java.util.Locale;

/** Transports that PowerJob workers can name; this project's own workers always use JMS. */
public enum Protocol {
  AKKA,
  HTTP,
  MU;

  /** The constant of this name in any case; {@link #AKKA} when there is none. */
  public static Protocol of(String name) {
    if (name != null) {
      for (var each : values()) {
        if (each.name().equals(name.trim().toUpperCase(Locale.ROOT))) {
          return each;
        }
      }
    }
    return AKKA;
  }
}
