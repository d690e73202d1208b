/**
 * Instances that are spread over workers: what the coordinator knows, what tasks look like on their
 * way, and who runs them.
 */
package tech.powerjob.worker.internal.distributed;
