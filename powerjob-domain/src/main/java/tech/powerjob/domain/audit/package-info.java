/**
 * Who did what: every change that people and programs make, every login, and every access that was
 * denied. What happens on the way of a successful run is not here but in the events of its
 * instance.
 */
package tech.powerjob.domain.audit;
