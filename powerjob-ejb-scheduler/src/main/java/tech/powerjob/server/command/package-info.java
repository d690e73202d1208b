/** What other systems ask for by message: run, stop, cancel and query, with answers. */
package tech.powerjob.server.command;
