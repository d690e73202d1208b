/**
 * Requests of transactions, in a table beside what else the transaction wrote, and the relay that
 * brings them to a server once they are committed. A request has a key under which the server knows
 * it again, so that it may be sent more than once.
 */
package tech.powerjob.worker.jca.outbox;
