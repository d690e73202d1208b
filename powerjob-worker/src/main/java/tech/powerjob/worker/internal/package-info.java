/** How the parts of a worker work together. Not for users: these types change without notice. */
package tech.powerjob.worker.internal;
