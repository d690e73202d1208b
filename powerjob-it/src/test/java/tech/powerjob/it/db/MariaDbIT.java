package tech.powerjob.it.db;

/** The stores, and a whole server, on MariaDB. */
class MariaDbIT extends OnDatabase {
  MariaDbIT() {
    super(DatabaseKind.MARIADB);
  }
}
