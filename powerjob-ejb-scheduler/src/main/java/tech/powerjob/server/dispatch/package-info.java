/** What servers say to workers, over JMS. */
package tech.powerjob.server.dispatch;
