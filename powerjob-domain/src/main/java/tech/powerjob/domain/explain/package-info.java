/**
 * Why things went as they did: decisions that changed the course of a run, kept as structured
 * events.
 */
package tech.powerjob.domain.explain;
