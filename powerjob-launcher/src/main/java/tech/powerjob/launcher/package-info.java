/**
 * Start of a server from its one jar: checks what could go wrong, says it in a line, and then
 * starts Payara Micro with the application inside. Everything that is written lies in the data
 * folder.
 */
package tech.powerjob.launcher;
