/** The outbound side: connections that put requests into the outbox of the caller's database. */
package tech.powerjob.worker.jca.connection;
