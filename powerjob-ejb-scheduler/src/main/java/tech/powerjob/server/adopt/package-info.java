/**
 * Takes over the database of a PowerJob 5.1 server, by command line, while no server runs on it.
 * See docs/adopt.md.
 */
package tech.powerjob.server.adopt;
