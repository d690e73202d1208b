/** Workflows with real servers and workers. */
package tech.powerjob.it.workflow;
