/**
 * What the worker asks of the process it lives in: threads, a class loader, processors it knows. A
 * plain JVM and an application server answer differently; the rest of the worker cannot tell.
 */
package tech.powerjob.worker.host;
