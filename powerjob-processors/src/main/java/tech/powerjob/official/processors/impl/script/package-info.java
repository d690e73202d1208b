/**
 * Processors that run scripts. Each run has a process tree and a file of its own; a run that is
 * stopped takes its whole tree with it.
 */
package tech.powerjob.official.processors.impl.script;
