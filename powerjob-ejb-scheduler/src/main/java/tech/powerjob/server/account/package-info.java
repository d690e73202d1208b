/**
 * Accounts on the server: who an application or a user is, kept in the database.
 *
 * <p>Answers that are needed on every call or message are remembered for seconds. {@link
 * tech.powerjob.server.account.AccountInitializer} sets up the first accounts and then lets workers
 * in at the broker.
 */
package tech.powerjob.server.account;
