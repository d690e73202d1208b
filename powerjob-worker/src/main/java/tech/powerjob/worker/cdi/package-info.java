/** Processors that are CDI beans, in a container or in CDI SE. */
package tech.powerjob.worker.cdi;
