/**
 * The line to the servers: found by HTTP, held over JMS, opened again when it breaks. The rest of
 * the worker sees {@link tech.powerjob.worker.internal.connection.Outbox} and the messages that
 * arrive, and knows neither HTTP nor JMS.
 */
package tech.powerjob.worker.internal.connection;
