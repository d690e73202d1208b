/** Real database servers as child processes, from binaries that the build unpacks. */
package tech.powerjob.it.db;
