/**
 * The console's REST calls, with the paths and shapes that scripts for PowerJob's console know.
 * Every method checks the caller's permission on the object that it touches.
 */
package tech.powerjob.web.console;
