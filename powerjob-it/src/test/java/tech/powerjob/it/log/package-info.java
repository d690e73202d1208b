/** Online logs, from a processor's logger to those who read them. */
package tech.powerjob.it.log;
