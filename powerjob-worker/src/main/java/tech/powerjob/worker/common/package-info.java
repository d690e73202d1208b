/** Configuration of a worker. */
package tech.powerjob.worker.common;
