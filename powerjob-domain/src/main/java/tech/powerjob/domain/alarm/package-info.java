/**
 * Telling people of failures: which failures are told, what is said, and how often it is tried.
 * Everything here decides without doing; the server's {@code alarm} package writes and sends.
 */
package tech.powerjob.domain.alarm;
