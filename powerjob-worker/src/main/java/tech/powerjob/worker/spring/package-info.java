/** Processors that are Spring beans. */
package tech.powerjob.worker.spring;
