/**
 * Pauses of a job, an application or everything: while one lasts nothing is fired or dispatched,
 * and afterwards the misfire policy decides over what was missed.
 */
package tech.powerjob.domain.pause;
