/**
 * Workflows as people define them: nodes, graphs and their versions, schedules, and who may what.
 */
package tech.powerjob.server.workflow;
