/**
 * The runs of a worker: takes commands, knows each run by instance and epoch so that none happens
 * twice, executes processors, and says how runs stand.
 */
package tech.powerjob.worker.internal.instance;
