/** Alarms, from the run that fails to the receiver. */
package tech.powerjob.it.alarm;
