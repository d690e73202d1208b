/**
 * Persistence: JPA for definitions, JDBC batches for what every run touches, Flyway for the schema.
 * All through one data source, with local transactions.
 */
package tech.powerjob.server.store;
