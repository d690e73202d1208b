package tech.powerjob.it.db;

/** The stores, and a whole server, on PostgreSQL. */
class PostgreSqlIT extends OnDatabase {
  PostgreSqlIT() {
    super(DatabaseKind.POSTGRESQL);
  }
}
