package tech.powerjob.it.db;

/** The stores, and a whole server, on MySQL 8. */
class MySqlIT extends OnDatabase {
  MySqlIT() {
    super(DatabaseKind.MYSQL);
  }
}
