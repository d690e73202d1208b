/**
 * What this server asks of the platform it runs on: the pooled data source, the connections to the
 * broker, and the settings. Everything is declared here, so that no application server needs to be
 * prepared.
 */
package tech.powerjob.server.platform;
