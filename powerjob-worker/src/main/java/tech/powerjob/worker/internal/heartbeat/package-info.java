/** Tells the servers that the worker lives, where, and how its machine is. */
package tech.powerjob.worker.internal.heartbeat;
