/**
 * Tells the servers how runs stand: gathers what happens within moments into one message, and
 * repeats final reports until a server has stored them.
 */
package tech.powerjob.worker.internal.report;
