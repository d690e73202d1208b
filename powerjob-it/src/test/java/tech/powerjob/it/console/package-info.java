/** The console in a real browser. */
package tech.powerjob.it.console;
