/** Start, loops and stop of a server, and the wiring of the domain into it. */
package tech.powerjob.server.lifecycle;
