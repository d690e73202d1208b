package tech.powerjob.it.server;

/** The EAR on WildFly, in its configuration {@code standalone-full.xml}. */
class WildFlyIT extends ServerSmoke {
  WildFlyIT() {
    super("powerjob.it.wildfly.http.port");
  }
}
