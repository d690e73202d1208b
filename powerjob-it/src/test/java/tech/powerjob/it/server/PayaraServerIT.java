package tech.powerjob.it.server;

/** The EAR on Payara Server. */
class PayaraServerIT extends ServerSmoke {
  PayaraServerIT() {
    super("powerjob.it.payara.http.port");
  }
}
