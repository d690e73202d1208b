/**
 * A sample application for the resource adapter: orders whose shipping is a job. Taking an order
 * submits the job within the order's own transaction; a message-driven bean ships it, once.
 */
package tech.powerjob.sample;
