/**
 * Telling people of failures. A failure is written down by the store in the transaction in which
 * the run ends; {@link tech.powerjob.server.alarm.AlarmService} then decides, on any server, who is
 * told and sends it, by the channels of {@code alarm.channel}.
 */
package tech.powerjob.server.alarm;
