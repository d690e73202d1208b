/**
 * Workflows: graphs of jobs, decisions and waits, and how a run goes through one. Decided purely:
 * the store, the clock and the language of conditions are behind ports.
 */
package tech.powerjob.domain.workflow;
