/** What processors log: where the lines of a run go, and how they reach the servers. */
package tech.powerjob.worker.internal.log;
