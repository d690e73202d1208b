/**
 * Effects that happen once although runs may be repeated: a row in the user's own database says
 * what was done, in the transaction that did it.
 */
package tech.powerjob.worker.once;
