/** What becomes of the queues of distributed instances at this server's broker. */
package tech.powerjob.server.task;
