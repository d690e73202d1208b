/**
 * The worker inside an application server: a message-driven bean that implements {@link
 * tech.powerjob.worker.core.processor.sdk.BasicProcessor} is called for the runs of its job, on
 * threads of the server's work manager, with all that the container gives to beans.
 */
package tech.powerjob.worker.jca;
