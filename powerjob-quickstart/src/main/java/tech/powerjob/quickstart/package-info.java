/**
 * Shows PowerJob at work within a minute: starts a server and a worker, makes sample jobs through
 * the public API, and prints how they run.
 */
package tech.powerjob.quickstart;
