/**
 * Online logs: lines of runs on their way into the database, packed, and out of it again.
 *
 * <p>{@code LogListener} hears messages, {@code LogIntake} gathers them for one thread, {@code
 * LogWriter} stores them with one change for each run, and tells the workers. {@code LogReading} is
 * a log at one moment, {@code TimeOrder} its lines by time.
 */
package tech.powerjob.server.log;
