/**
 * Ways to tell people of failures that a server does not have itself, under PowerJob's names. A
 * plug-in is an {@link tech.powerjob.server.extension.alarm.Alarmable}; the server finds it as a
 * CDI bean or through {@link java.util.ServiceLoader}.
 */
package tech.powerjob.server.extension.alarm;
