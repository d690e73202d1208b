/** PowerJob's own jars, as they are published, against our server. */
package tech.powerjob.it.official;
