/**
 * The form in which wire messages travel over JMS: JSON text with its type and version as message
 * properties. Server and worker share it, so that neither can drift from the other.
 */
package tech.powerjob.jms;
