/**
 * The message broker of a server: an embedded Artemis that lives inside a resource adapter, so that
 * it runs before any listener of the application is activated and stops after the last one. Who may
 * do what at the broker is decided here too: the server itself through memory, applications over
 * the network, each within its own addresses.
 */
package tech.powerjob.broker;
