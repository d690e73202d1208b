/** Finds the code of a job. */
package tech.powerjob.worker.internal.processor;
