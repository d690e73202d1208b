package tech.powerjob.server.health;

import jakarta.enterprise.context.ApplicationScoped;

/** Tells whether this server can do its work now. */
@ApplicationScoped
public class ServerHealth {
  /** Whether a connection of the pool answers. */
  public boolean databaseUp() {
    throw new UnsupportedOperationException();
  }

  /** Whether the broker takes messages. */
  public boolean brokerUp() {
    throw new UnsupportedOperationException();
  }

  /** Whether the schema is in place and the loops run. */
  public boolean started() {
    throw new UnsupportedOperationException();
  }
}
