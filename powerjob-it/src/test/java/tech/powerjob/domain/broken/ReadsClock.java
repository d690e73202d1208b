package tech.powerjob.domain.broken;

/** Breaks a rule on purpose. */
public class ReadsClock {
  java.time.Instant forbidden() {
    return java.time.Instant.now();
  }
}
